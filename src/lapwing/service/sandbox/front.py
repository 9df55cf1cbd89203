"""One measurer for everything: what needs a decoder goes to a confined worker, the rest is measured here."""

from collections.abc import Mapping
from dataclasses import dataclass

from lapwing.flows.measure import measure
from lapwing.intake.port import Kind
from lapwing.model.content import Grain, Limits
from lapwing.model.ports import Measurer
from lapwing.model.signals import Measured
from lapwing.signals.port import Detector, Given


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """A Measurer for every kind.

    confined: measures the kinds that are confined; usually a Pool.
    kinds, detectors: all there are, by name.
    given: what detectors are handed; terms are looked for in this process only.
    limits: for what is measured in this process; time is not among them, which text in bounds does not need.
    """

    confined: Measurer
    kinds: Mapping[str, Kind]
    detectors: Mapping[str, Detector]
    given: Given
    limits: Limits

    def measure(self, untrusted_data: bytes, *, kind: str, grain: Grain = Grain.SCALED) -> Measured:
        """Return what could be measured of *untrusted_data* taken as *kind*, and what could not.

        Raises:
            Unavailable: it needs a worker and there is none; ask again later.
        """
        if kind in self.kinds and self.kinds[kind].confined:
            return self.confined.measure(untrusted_data, kind=kind, grain=grain)
        return measure(
            untrusted_data,
            kind=kind,
            kinds=self.kinds,
            detectors=self.detectors,
            given=self.given,
            limits=self.limits,
            grain=grain,
        )
