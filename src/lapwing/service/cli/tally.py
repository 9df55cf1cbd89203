"""What came out of a run of `lapwing screen`, counted, and with which code that ends."""

from collections import Counter
from dataclasses import dataclass, field

from lapwing.model.decision import Decision, Step
from lapwing.service.batch import Answer
from lapwing.service.cli.exits import Exit


@dataclass(slots=True)
class Tally:
    """What came out, counted. found: items on which a match asks for something; unknown: items with a gap."""

    steps: Counter[Step] = field(default_factory=Counter)
    items: int = 0
    size_bytes: int = 0
    found: int = 0
    unknown: int = 0

    def add(self, answer: Answer) -> None:
        """Count one answer."""
        decision = answer.screened.decision
        self.items += 1
        self.steps[decision.step] += 1
        self.size_bytes += answer.screened.measured.size_bytes
        self.found += is_found(decision)
        self.unknown += bool(decision.gaps)

    def exit_code(self) -> Exit:
        """Return how the command ends: found on any item before unknown on any, before done."""
        if self.found:
            return Exit.FOUND
        return Exit.UNKNOWN if self.unknown else Exit.DONE


def is_found(decision: Decision) -> bool:
    """Say whether a match asks for more than allow; one that was cleared, or a gap, does not."""
    return any(each.match is not None and each.step is not Step.ALLOW for each in decision.reasons)
