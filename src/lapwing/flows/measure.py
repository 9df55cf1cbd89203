"""Untrusted bytes in, signals out; whatever was not measured comes back as a gap."""

from collections.abc import Mapping
from dataclasses import replace

from lapwing.intake.port import Kind
from lapwing.intake.refusal import Refused
from lapwing.model.content import (
    Content,
    ContentId,
    Facet,
    Gap,
    Grain,
    Limits,
    Why,
    content_id,
    content_id_from,
)
from lapwing.model.errors import BadInput
from lapwing.model.signals import Measured, Signal
from lapwing.signals.port import Detector, Given, TooMany, Unclear

UNKNOWN = "unknown"
"""The kind of bytes that no kind reads."""


def measure(
    untrusted_data: bytes,
    *,
    kind: str | None,
    kinds: Mapping[str, Kind],
    detectors: Mapping[str, Detector],
    given: Given,
    limits: Limits,
    grain: Grain = Grain.SCALED,
    named: ContentId | None = None,
) -> Measured:
    """Return what *detectors* find in *untrusted_data*, read as *kind*, and what they could not find out.

    Never raises for what the bytes are. A kind of None, or one that is not among *kinds*, leaves the
    detectors of the bytes themselves, and a gap. *named* is the content's id, if it is known already.
    """
    name = kind or UNKNOWN
    if name not in kinds:
        own = of_the_bytes(untrusted_data, kind=name, detectors=detectors, named=named)
        return blind(own, kinds=kinds, detectors=detectors, why=Why.UNREADABLE)
    reader = kinds[name]
    try:
        content = _read(untrusted_data, reader, limits=limits, grain=grain)
    except BadInput as refused:
        own = of_the_bytes(untrusted_data, kind=name, detectors=detectors, named=named)
        why = refused.why if isinstance(refused, Refused) else Why.DAMAGED
        return blind(own, kinds=kinds, detectors=detectors, why=why, detail=refused.detail)
    sides = (Facet.BYTES, *reader.fills)
    wanted = {name: each for name, each in detectors.items() if each.reads in sides}
    signals, gaps = _detect(content, wanted, given)
    return Measured(
        content_id=_named(name, untrusted_data, signals) if named is None else named,
        kind=content.kind,
        size_bytes=len(untrusted_data),
        signals=signals,
        gaps=(*content.gaps, *gaps),
        facts=tuple(sorted({**content.facts, **_scale(content)}.items())),
    )


def of_the_bytes(
    untrusted_data: bytes,
    *,
    kind: str,
    detectors: Mapping[str, Detector],
    named: ContentId | None = None,
) -> Measured:
    """Return what the bytes as received say without being read: their digests. *named* is as for measure."""
    content = Content(kind=kind, data=untrusted_data)
    looking = {name: each for name, each in detectors.items() if each.reads is Facet.BYTES}
    signals, gaps = _detect(content, looking, Given())
    return Measured(
        content_id=_named(kind, untrusted_data, signals) if named is None else named,
        kind=kind,
        size_bytes=len(untrusted_data),
        signals=signals,
        gaps=gaps,
    )


def _named(kind: str, untrusted_data: bytes, signals: tuple[Signal, ...]) -> ContentId:
    """Return the content's id, from its SHA-256 where that has been measured: hashing takes time."""
    for signal in signals:
        if signal.kind == "sha256":
            return content_id_from(kind, sha256_hex=signal.value)
    return content_id(kind, untrusted_data)


def blind(
    own: Measured,
    *,
    kinds: Mapping[str, Kind],
    detectors: Mapping[str, Detector],
    why: Why,
    detail: str = "",
) -> Measured:
    """Return *own*, which is of the bytes alone, with a gap for the kind and for each detector left blind."""
    fills = kinds[own.kind].fills if own.kind in kinds else frozenset[Facet]()
    unable = [Gap(who=name, why=why) for name, each in detectors.items() if each.reads in fills]
    of_kind = Gap(who=own.kind, why=why, detail=detail)
    return replace(own, gaps=(of_kind, *sorted((*own.gaps, *unable), key=_who)))


def joined(own: Measured, rest: Measured) -> Measured:
    """Return two measurements of the same content as one: *own* of the bytes, *rest* of what was read.

    It is the same as if one process had measured all of it: signals and gaps stand in detectors' order,
    behind the gaps of the kind itself.
    """
    signals = sorted((*own.signals, *rest.signals), key=_detector)
    of_kind = [gap for gap in rest.gaps if gap.who == rest.kind]
    others = [gap for gap in rest.gaps if gap.who != rest.kind]
    return Measured(
        content_id=own.content_id,
        kind=rest.kind,
        size_bytes=own.size_bytes,
        signals=tuple(signals),
        gaps=(*of_kind, *sorted((*own.gaps, *others), key=_who)),
        facts=rest.facts,
    )


def _read(untrusted_data: bytes, reader: Kind, *, limits: Limits, grain: Grain) -> Content:
    if len(untrusted_data) > limits.input_bytes:
        raise Refused(Why.TOO_LARGE, f"{len(untrusted_data)} bytes")
    return reader.read(untrusted_data, limits=limits, grain=grain)


def _scale(content: Content) -> Mapping[str, str]:
    """Return, as a fact, the size in which a reduced picture was looked at: what is smaller was not seen."""
    if not content.frames:
        return {}
    sizes = {(*each.luma.shape, each.full_rows, each.full_columns) for each in content.frames}
    reduced = sorted((rows, columns) for rows, columns, *full in sizes if [rows, columns] != full)
    return {"decoded": f"{reduced[0][1]}x{reduced[0][0]}"} if reduced else {}


def _detect(
    content: Content, detectors: Mapping[str, Detector], given: Given
) -> tuple[tuple[Signal, ...], tuple[Gap, ...]]:
    signals: list[Signal] = []
    gaps: list[Gap] = []
    for name, detector in detectors.items():
        if detector.reads is not Facet.BYTES and _is_missing(detector.reads, content):
            gaps.append(Gap(who=name, why=Why.DAMAGED, detail=f"no {detector.reads} to look at"))
            continue
        try:
            signals.extend(detector.detect(content, given=given))
        except TooMany as crowded:
            signals.extend(crowded.found)
            gaps.append(Gap(who=name, why=Why.NOT_WHOLE, detail=crowded.detail))
        except Unclear as unclear:
            signals.extend(unclear.found)
            gaps.append(Gap(who=name, why=Why.UNCLEAR, detail=unclear.detail))
        except BadInput as refused:
            gaps.append(Gap(who=name, why=Why.FAILED, detail=refused.detail))
    return tuple(signals), tuple(gaps)


def _is_missing(facet: Facet, content: Content) -> bool:
    match facet:
        case Facet.BYTES:
            return False
        case Facet.FRAMES:
            return not content.frames
        case Facet.PASSAGES:
            return not content.passages


def _who(gap: Gap) -> str:
    return gap.who


def _detector(signal: Signal) -> str:
    return signal.detector
