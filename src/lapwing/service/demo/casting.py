"""Who plays what in the demo world: which pictures are listed, and what becomes of them and of the others."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lapwing.service.demo.alterations import SaveAs
from lapwing.service.demo.pages import page_size
from lapwing.service.demo.registers import FINDINGS, LINKED, PARTNER, VERIFIED, WITHHELD, DemoList
from lapwing.service.demo.subjects import Medium, Subject

LEAST_PICTURES = 24

LISTED_SHARE = 0.25
COPY_SHARE, ALTERED_SHARE, LOOKALIKE_SHARE = 0.08, 0.53, 0.12
"""Of all pictures uploaded; what is left over is on no list."""

LARGE_ONE = (4000, 3000)
ROOM_FOR_LARGE = 100  # in smaller worlds, pictures of 12 megapixels would take most of the time
LISTED_SIZES = ((1024, 768), (768, 1024), (1152, 864), (900, 900), (1280, 853), (1600, 1200))
UNLISTED_SIZES = (*LISTED_SIZES, (640, 480), (1920, 1080), (2048, 1536))
LISTED_PHOTOGRAPHS = ("coffee", "cat", "bricks", "gravel")
UNLISTED_PHOTOGRAPHS = ("deep-field", "grass")
FRAMES = ("text page", "table", "pie chart", "chat", "receipt", "slide")
"""Look-alikes of which one is listed and others, in the same frame, are not."""

UNLISTED_FORMATS = (
    *(SaveAs(quality=quality) for quality in (75, 82, 88, 92)),
    SaveAs(quality=85, progressive=True),
    SaveAs(kind="PNG"),
    SaveAs(kind="WEBP", quality=75),
    SaveAs(kind="AVIF", quality=60),
    SaveAs(kind="TIFF"),
    SaveAs(kind="BMP"),
)

MOST_RAW_PIXELS = 1_100_000
"""Larger pictures are not saved without loss, to spare the disk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A picture that is on a list. withdrawn: its entry has been retired. weak: only its MD5 is listed."""

    subject: Subject
    on: DemoList
    item: str
    withdrawn: bool = False
    weak: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlisted:
    """A picture that is on no list, and how it is saved."""

    subject: Subject
    save_as: SaveAs


def cast_listed(rng: random.Random, pictures: int) -> list[Listed]:
    """Return the pictures that are listed, a quarter as many as there are uploads."""
    count = max(round(pictures * LISTED_SHARE), len(_subjects_with_names()) + 8)
    subjects = _subjects_with_names()
    subjects += [_scene(rng, index, LISTED_SIZES) for index in range(count - len(subjects) - 1)]
    size = LARGE_ONE if pictures >= ROOM_FOR_LARGE else rng.choice(LISTED_SIZES)
    subjects.append(Subject(medium=Medium.SCENE, seed=900, size=size))
    shares = ((VERIFIED, 0.4), (PARTNER, 0.2), (FINDINGS, 0.15), (WITHHELD, 0.15), (LINKED, 0.1))
    homes = [of for of, share in shares for _ in range(max(round(share * count), 2))]
    rng.shuffle(subjects)
    return [
        Listed(
            subject=subject,
            on=(on := homes[index % len(homes)]),
            item=f"{on.name.split('-')[0]}-{index + 1:04d}",
            withdrawn=index == 0,
            weak=on is PARTNER and homes.index(PARTNER) == index,
        )
        for index, subject in enumerate(subjects)
    ]


def _subjects_with_names() -> list[Subject]:
    """Return the photographs and the pages that are listed."""
    photographs = [Subject(medium=Medium.PHOTOGRAPH, name=name) for name in LISTED_PHOTOGRAPHS]
    return photographs + [_page(name, seed=0) for name in FRAMES]


def _page(name: str, *, seed: int) -> Subject:
    """Return a page in the frame that the listed page of its name has."""
    return Subject(medium=Medium.PAGE, name=name, seed=seed, look=0, size=page_size(name))


def _scene(rng: random.Random, seed: int, sizes: Sequence[tuple[int, int]]) -> Subject:
    """Return a scene of some size."""
    return Subject(medium=Medium.SCENE, seed=seed, size=rng.choice(sizes))


def cast_unlisted(rng: random.Random, count: int) -> Iterator[Unlisted]:
    """Give pictures that are on no list: photographs, two of 12 megapixels where there is room, scenes."""
    for index in range(count):
        if index < len(UNLISTED_PHOTOGRAPHS):
            subject = Subject(medium=Medium.PHOTOGRAPH, name=UNLISTED_PHOTOGRAPHS[index])
        elif index % 25 == LARGE_PLACE:
            subject = Subject(medium=Medium.SCENE, seed=5_000 + index, size=LARGE_ONE)
        else:
            subject = _scene(rng, 5_000 + index, UNLISTED_SIZES)
        yield Unlisted(subject=subject, save_as=_format(rng, subject))


LARGE_PLACE = 10  # the place among every 25 of them that a picture of 12 megapixels has


def _format(rng: random.Random, subject: Subject) -> SaveAs:
    """Return a format in which a picture is uploaded."""
    save_as = rng.choice(UNLISTED_FORMATS)
    large = subject.size[0] * subject.size[1] > MOST_RAW_PIXELS
    return SaveAs(quality=87) if large and save_as.kind != "JPEG" else save_as


def cast_lookalikes(count: int) -> Iterator[Unlisted]:
    """Give pages that share the frame of a listed one and say something else."""
    for index in range(count):
        subject = _page(FRAMES[index % len(FRAMES)], seed=1 + index // len(FRAMES))
        yield Unlisted(subject=subject, save_as=SaveAs(kind="PNG") if index % 2 else SaveAs(quality=85))
