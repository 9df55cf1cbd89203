"""The pictures that people upload in the demo world, each with what is true of it."""

import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import zxingcpp
from PIL import Image, ImageOps

from lapwing.service.demo.alterations import ALTERATIONS, Family, SaveAs
from lapwing.service.demo.casting import (
    ALTERED_SHARE,
    COPY_SHARE,
    LOOKALIKE_SHARE,
    Listed,
    Unlisted,
    cast_lookalikes,
    cast_unlisted,
)
from lapwing.service.demo.messages import PAGES
from lapwing.service.demo.pictures import picture
from lapwing.service.demo.registers import ADDRESSES, LINKED, PARTNER, WITHHELD
from lapwing.service.demo.subjects import ORIGINAL, Medium, image_of, preview
from lapwing.service.demo.truth import Expected, Sort, Truth
from lapwing.service.demo.wording import seeded

CLEARED_COUNT = 2
MOVING_KINDS = ("GIF", "WEBP")
MOVING_SIZE = (480, 360)
MOVING_FRAMES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file to be uploaded. suffix: its ending; shown: a small JPEG of it, empty where there is none."""

    suffix: str
    truth: Truth
    data: bytes
    shown: bytes = b""


def uploads(rng: random.Random, listed: Sequence[Listed], pictures: int) -> Iterator[Upload]:
    """Give *pictures* uploads, those that come from the same listed picture close together."""
    copies, altered = round(pictures * COPY_SHARE), round(pictures * ALTERED_SHARE)
    lookalikes = round(pictures * LOOKALIKE_SHARE)
    yield from _copies(listed, copies)
    yield from _altered(rng, listed, altered)
    for each in cast_lookalikes(lookalikes):
        yield _unlisted(each, Sort.LOOKALIKE)
    yield from _moving(listed)
    yield from _codes(rng)
    rest = pictures - copies - altered - lookalikes - len(MOVING_KINDS) - 2
    for each in cast_unlisted(rng, rest):
        yield _unlisted(each, Sort.UNLISTED)


def _copies(listed: Sequence[Listed], count: int) -> Iterator[Upload]:
    """Give identical copies: of the withdrawn picture, of the one with only its MD5 listed, of others."""
    plain = sorted(listed, key=lambda each: not (each.withdrawn or each.weak))
    for each in plain[:count]:
        image = image_of(each.subject)
        sort = Sort.WITHDRAWN if each.withdrawn else Sort.COPY
        what = f"An identical copy of {each.item}" + (
            ", whose entry was withdrawn." if each.withdrawn else "."
        )
        expected = Expected.NOTHING if each.withdrawn else Expected.FOUND
        truth = _of_listed(each, sort, what, expected, "identical")
        yield Upload(suffix=".jpg", truth=truth, data=ORIGINAL.encode(image), shown=preview(image))


def _altered(rng: random.Random, listed: Sequence[Listed], count: int) -> Iterator[Upload]:
    """Give altered copies: every alteration in turn, spread over the listed pictures; two are cleared."""
    names = list(ALTERATIONS)
    active = [each for each in listed if not each.withdrawn and not each.weak]
    order = [(active[index % len(active)], names[index % len(names)], index) for index in range(count)]
    rng.shuffle(active)
    order.sort(key=lambda each: each[0].item)
    cleared = 0
    for each, name, index in order:
        made = _alter(each, name, index)
        if cleared < CLEARED_COUNT and _may_be_cleared(each, made.truth):
            cleared += 1
            made = _cleared(made)
        yield made


def _may_be_cleared(each: Listed, truth: Truth) -> bool:
    """Say whether a copy that is sure to be matched may have an exception made for it.

    Entries that an authority verified, and the operator's own, always stand.
    """
    return truth.family == Family.SAVING and each.on in (PARTNER, WITHHELD, LINKED)


def _alter(each: Listed, name: str, index: int) -> Upload:
    """Return an altered copy of a listed picture."""
    alteration = ALTERATIONS[name]
    changed = alteration(image_of(each.subject), seeded("alter", name, index))
    truth = _of_listed(
        each, Sort.ALTERED, f"A copy of {each.item}: {name}.", Expected.FOUND, name, alteration.family.value
    )
    turned = changed.transpose(Image.Transpose.ROTATE_270) if alteration.save_as.turned_by_tag else changed
    return Upload(
        suffix=alteration.save_as.suffix,
        truth=truth,
        data=alteration.save_as.encode(changed),
        shown=preview(turned),
    )


def _cleared(made: Upload) -> Upload:
    """Return an upload of which the allow-list will speak."""
    old = made.truth
    truth = Truth(
        file="",
        sort=Sort.CLEARED,
        what=f"{old.what} A person has cleared this very file.",
        expected=Expected.CLEARED,
        list_name=old.list_name,
        item=old.item,
        alteration=old.alteration,
        family=old.family,
    )
    return Upload(suffix=made.suffix, truth=truth, data=made.data, shown=made.shown)


def _of_listed(
    each: Listed, sort: Sort, what: str, expected: Expected, alteration: str, family: str = ""
) -> Truth:
    """Return what is true of an upload that comes from a listed picture."""
    return Truth(
        file="",
        sort=sort,
        what=what,
        expected=expected,
        list_name=each.on.name,
        item=each.item,
        alteration=alteration,
        family=family or sort.value,
    )


def _unlisted(each: Unlisted, sort: Sort) -> Upload:
    """Return an upload that is on no list."""
    image = image_of(each.subject)
    like = "in the frame of a listed page" if each.subject.medium is Medium.PAGE else "on no list"
    truth = Truth(
        file="", sort=sort, what=f"{each.subject.title()}, {like}.".capitalize(), expected=Expected.NOTHING
    )
    return Upload(
        suffix=each.save_as.suffix, truth=truth, data=each.save_as.encode(image), shown=preview(image)
    )


def _moving(listed: Sequence[Listed]) -> Iterator[Upload]:
    """Give animations of which one late frame shows a listed picture."""
    active = [
        each
        for each in listed
        if each.subject.medium is Medium.SCENE and not each.withdrawn and not each.weak
    ]
    for index, kind in enumerate(MOVING_KINDS):
        each = active[index]
        harmless = picture(7_000 + index, size=MOVING_SIZE)
        frames = [harmless.copy() for _ in range(MOVING_FRAMES)]
        shown = image_of(each.subject).resize(MOVING_SIZE, Image.Resampling.LANCZOS)
        frames[-2:] = [shown, shown]
        what = f"An animated {kind} that shows {each.item} in its last frames."
        truth = _of_listed(each, Sort.MOVING, what, Expected.FOUND, "a late frame")
        yield Upload(
            suffix=f".{kind.lower()}", truth=truth, data=_animation(frames, kind), shown=preview(shown)
        )


def _animation(frames: Sequence[Image.Image], kind: str) -> bytes:
    """Return frames as an animation, ten a second."""
    out = io.BytesIO()
    first, *others = frames
    first.save(out, kind, save_all=True, append_images=others, duration=100, loop=0)
    return out.getvalue()


def _codes(rng: random.Random) -> Iterator[Upload]:
    """Give two pictures with a QR code on them, to a listed address and to another."""
    name, address = rng.choice(list(PAGES.items()))
    for index, (target, listed) in enumerate(((address, True), ("www.example.org/opening-hours", False))):
        image = with_code(picture(8_000 + index, size=(1024, 768)), f"https://{target}")
        truth = Truth(
            file="",
            sort=Sort.QR,
            what=f"A poster with a QR code to {'a listed' if listed else 'an unlisted'} address.",
            expected=Expected.FOUND if listed else Expected.NOTHING,
            list_name=ADDRESSES.name if listed else "",
            item=name if listed else "",
            alteration="in a QR code" if listed else "",
            family=Sort.QR.value if listed else "",
        )
        yield Upload(suffix=".jpg", truth=truth, data=SaveAs(quality=88).encode(image), shown=preview(image))


def with_code(image: Image.Image, text: str) -> Image.Image:
    """Return a picture with a QR code in a white field."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    field = Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=7)).convert("RGB")
    poster = image.copy()
    poster.paste(
        ImageOps.expand(field, 6, "#ffffff"),
        (image.width - field.width - 60, image.height - field.height - 60),
    )
    return poster
