"""Lists that changed are noticed, and what was let in before is compared with them, a slice at a time."""

from lapwing.flows.look_back import begin, look_back_some
from lapwing.model.lists import ListClass
from lapwing.service.wiring.service import Service


class LookingBack:
    """Looks back for every list that changed; one for each worker, any number of workers."""

    def __init__(self, service: Service) -> None:
        """Look back over what *service* has let in."""
        self._service = service

    def __call__(self) -> int:
        """Begin what is due, compare a slice for each list that is under way; return how many there were.

        Raises:
            Unavailable: the vault or the database does not answer; it is gone on with later.
            IntegrityLost: a list, or what is remembered, is not what was written.
        """
        service = self._service
        self._begin()
        unfinished = service.works.run(lambda work: work.look_backs.unfinished())
        if not unfinished:
            return 0
        hindsight = service.hindsight
        return sum(look_back_some(each.id, hindsight=hindsight, now=service.clock()) for each in unfinished)

    def _begin(self) -> None:
        service = self._service
        for each in service.lists.in_force():
            if each.info.list_class is not ListClass.ALLOW:  # an exception raises nothing
                begin(
                    each.info.name,
                    list_version=each.number,
                    changed_at=each.since,
                    desk=service.desk,
                    now=service.clock(),
                )
