"""Harbour's lists are brought, and how near counts on them is reviewed, as whoever keeps lists does it."""

from dataclasses import replace

from lapwing.lists.versions import Imported
from lapwing.model.lists import Threshold
from lapwing.service.demo.harbour.figures import is_of_pictures, looks, measured, told
from lapwing.service.demo.harbour.more import GROWN
from lapwing.service.demo.harbour.office import Office
from lapwing.service.demo.harbour.staff import LEA
from lapwing.service.demo.listing import bring_list


def bring_all(office: Office) -> int:
    """Bring every list again, and return how many; one that has grown is brought as it is by now."""
    has_grown = office.logbook.has("grown")
    for each in office.world.lists:
        of = GROWN if has_grown and each.name == GROWN.name else each
        bring_list(of, office.world, lists=office.service.lists, by=LEA.actor.id, now=office.service.clock())
    return len(office.world.lists)


def bring_grown(office: Office) -> Imported:
    """Bring the partner's list with one picture more."""
    return bring_list(
        GROWN, office.world, lists=office.service.lists, by=LEA.actor.id, now=office.service.clock()
    )


def review_all(office: Office) -> int:
    """Measure and sign how near counts on every list of pictures that nobody has signed; return how many."""
    lists, now = office.service.lists, office.service.clock()
    pending = [each for each in office.world.lists if is_of_pictures(each)]
    pending = [each for each in pending if not lists.info(each.name).threshold.signed_by]
    pdq = looks(office.world) if pending else {}
    for each in pending:
        info = lists.info(each.name)
        figures = measured(each, office.world, pdq, near_bits=info.threshold.near_bits)
        if figures is None:
            continue
        why = f"Demonstration: {told(figures, office.world.truths)}."
        signed = Threshold(
            near_bits=info.threshold.near_bits,
            least_quality=info.threshold.least_quality,
            why=why,
            signed_by=LEA.actor.id,
            signed_on=now.date(),
            precision=figures.precision,
            recall=figures.recall,
            sample_size=figures.right + figures.wrong,
        )
        lists.revise(replace(info, threshold=signed), by=LEA.actor.id, why=why, now=now)
    return len(pending)
