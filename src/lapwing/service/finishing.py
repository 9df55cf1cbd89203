"""Screenings that were not finished in time are finished: from what was spooled, by whoever comes to it."""

from contextlib import suppress

from lapwing.flows.admit import Admitted, Arrival, NotWaiting, finish
from lapwing.flows.screen import screen
from lapwing.model.decision import AgeBand, Context, Surface
from lapwing.model.errors import LapwingError
from lapwing.model.evidence import Purpose, Sealed
from lapwing.model.platform import Item, ItemState
from lapwing.model.works import Missing, Work
from lapwing.service.wiring.service import Service


class NotSpooled(Missing):
    """Nothing was kept of the item that could still be screened."""

    code = "lapwing.not-spooled"


def finish_item(item_id: str, *, service: Service) -> Admitted:
    """Screen an item that waits, keep the decision, and tell the platform.

    Raises:
        NotWaiting: somebody else has finished it.
        NoBasis: its surface has no legal basis any more; it stays as it is.
        Unavailable: something does not answer; it waits on.
        IntegrityLost: what was spooled is not what it was.
    """
    item, sealed, surface, age_band = service.works.run(lambda work: _found(work, item_id))
    arrival = Arrival(
        reference=item.reference,
        surface=surface,
        account=item.account,
        kind=item.kind,
        content_id=item.content_id,
        untrusted_data=service.vault.open(sealed),
    )
    screened = screen(
        arrival.untrusted_data,
        kind=arrival.kind,
        context=Context(surface=surface, age_band=age_band),
        kit=service.kit,
        today=service.clock().date(),
    )
    return finish(item_id, arrival, screened, desk=service.desk, now=service.clock())


class Sweep:
    """Finishes what nobody has finished, such as after a crash; one for each worker."""

    def __init__(self, service: Service) -> None:
        """Finish items of *service*."""
        self._service = service
        self._refused: dict[str, str] = {}

    @property
    def refused(self) -> dict[str, str]:
        """Return, by item, the code of the fault for which it could not be finished when last tried."""
        return dict(self._refused)

    def __call__(self, *, most: int = 50) -> int:
        """Finish up to *most* items that have waited too long; return how many were finished.

        What fails is told by `refused`, stays out of the way of the others, and comes again when all the
        others are done.
        """
        before = self._service.clock() - self._service.settings.serving.patience
        asked = most + len(self._refused)
        waiting = self._service.works.run(lambda work: work.items.waiting(before=before, most=asked))
        fresh = [item for item in waiting if item.id not in self._refused]
        if not fresh:
            self._refused.clear()
        return sum(self._is_finished(item) for item in (fresh or waiting)[:most])

    def _is_finished(self, item: Item) -> bool:
        try:
            with suppress(NotWaiting):
                finish_item(item.id, service=self._service)
        except LapwingError as fault:
            self._refused[item.id] = fault.code
            return False
        return True


def _found(work: Work, item_id: str) -> tuple[Item, Sealed, Surface, AgeBand]:
    item = work.items.get(item_id)
    if item.state is not ItemState.WAITING:
        raise NotWaiting
    spooled = work.sealed.of_content(item.content_id, purpose=Purpose.SCREENING)
    own = [each for each in spooled if each.item == item_id]
    if not own:
        raise NotSpooled
    account = work.accounts.find(item.account) if item.account else None
    return item, own[-1], work.surfaces.get(item.surface), account.age_band if account else AgeBand.UNKNOWN
