"""What uploaders do to a picture, by kind; for the benchmark of recall."""

import io
from collections.abc import Callable, Mapping, Sequence
from random import Random
from types import MappingProxyType

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont, ImageOps

Alteration = Callable[[Image.Image, Sequence[Image.Image], Random], Image.Image]
"""(the picture, others to put beside it, chance) to the altered picture."""

VOCABULARY = (
    "harbour tide lantern willow market bread ferry timber copper meadow ladder sparrow kettle orchard "
    "pebble anchor saddle thistle garden window barrel cotton river candle bridge wagon clover hammer"
)
WORDS = VOCABULARY.split()
PAPER, INK, GREY = (250, 250, 248), (25, 25, 28), (205, 208, 214)


def words(chance: Random, count: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(count))


def text(
    draw: ImageDraw.ImageDraw, at: tuple[int, int], says: str, size: int, fill: tuple[int, int, int] = INK
) -> None:
    draw.text(at, says, fill=fill, font=ImageFont.load_default(size))


def resaved(image: Image.Image, form: str, **how: object) -> Image.Image:
    kept = io.BytesIO()
    image.save(kept, form, **how)
    return Image.open(io.BytesIO(kept.getvalue())).convert("RGB")


def cropped(image: Image.Image, share: float) -> Image.Image:
    wide, high = image.size
    across, down = round(wide * share / 2), round(high * share / 2)
    return image.crop((across, down, wide - across, high - down))


def scaled(image: Image.Image, factor: float) -> Image.Image:
    return image.resize((round(image.width * factor), round(image.height * factor)), Image.Resampling.LANCZOS)


def on(
    colour: tuple[int, int, int], size: tuple[int, int], *parts: tuple[Image.Image, tuple[int, int]]
) -> Image.Image:
    sheet = Image.new("RGB", size, colour)
    for part, at in parts:
        sheet.paste(part, at)
    return sheet


def letterboxed(image: Image.Image) -> Image.Image:
    side = max(image.size)
    return on((0, 0, 0), (side, side), (image, ((side - image.width) // 2, (side - image.height) // 2)))


def pillar_blurred(image: Image.Image) -> Image.Image:
    wide, high = round(image.height * 16 / 9), image.height
    back = image.resize((wide, round(wide * high / image.width)))
    top = (back.height - high) // 2
    sheet = back.crop((0, top, wide, top + high)).filter(ImageFilter.GaussianBlur(high / 25))
    sheet.paste(image, ((wide - image.width) // 2, 0))
    return sheet


def instant_print(image: Image.Image) -> Image.Image:
    edge = image.width // 16
    return on((242, 240, 234), (image.width + 2 * edge, image.height + 6 * edge), (image, (edge, edge)))


def wooden_frame(image: Image.Image, chance: Random) -> Image.Image:
    edge = image.width // 10
    wide, high = image.width + 2 * edge, image.height + 2 * edge
    grain = Image.effect_noise((wide, high), 40 + chance.random() * 20).filter(ImageFilter.GaussianBlur(2))
    sheet = ImageOps.colorize(grain, (60, 34, 18), (168, 112, 66))
    sheet.paste(image, (edge, edge))
    return sheet


def phone(image: Image.Image, chance: Random) -> Image.Image:
    """Return a post in an app: bars above and below, the picture full width, words under it."""
    wide, high = 1080, 2160
    sheet = Image.new("RGB", (wide, high), PAPER)
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((0, 0, wide, 140), fill=(46, 82, 140))
    text(draw, (40, 60), "Harbour", 52, (255, 255, 255))
    draw.ellipse((40, 170, 140, 270), fill=GREY)
    text(draw, (170, 195), words(chance, 2), 42)
    shown = image.resize((wide, round(wide * image.height / image.width)))
    sheet.paste(shown, (0, 300))
    for line in range(5):
        text(draw, (40, 340 + shown.height + 70 * line), words(chance, chance.randint(3, 7)), 40)
    draw.rectangle((0, high - 150, wide, high), fill=(236, 238, 242))
    for button in range(5):
        draw.ellipse((70 + 210 * button, high - 115, 150 + 210 * button, high - 35), outline=INK, width=6)
    return sheet


def chat(image: Image.Image | None, chance: Random, *, dark: bool = False) -> Image.Image:
    """Return a conversation; with *image* as one of its messages, two thirds as wide as the screen."""
    wide, high = 1080, 1920
    back, pale = ((18, 20, 24), (52, 58, 66)) if dark else ((236, 229, 221), (255, 255, 255))
    sheet = Image.new("RGB", (wide, high), back)
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((0, 0, wide, 160), fill=(32, 98, 88))
    text(draw, (150, 60), words(chance, 2), 50, (255, 255, 255))
    at = 190
    place = chance.randint(1, 3)
    for number in range(9):
        if image is not None and number == place:
            shown = image.resize((720, round(720 * image.height / image.width)))
            sheet.paste(shown, (40, at))
            at += shown.height + 40
            continue
        length = chance.randint(300, 760)
        left = 40 if chance.random() < 0.5 else wide - 40 - length
        draw.rounded_rectangle((left, at, left + length, at + 100), 24, fill=pale)
        text(
            draw,
            (left + 30, at + 28),
            words(chance, max(1, length // 190)),
            40,
            (225, 228, 230) if dark else INK,
        )
        at += 100 + chance.randint(20, 60)
    return sheet


def grid(parts: Sequence[Image.Image], columns: int, gutter: int, size: tuple[int, int]) -> Image.Image:
    rows = -(-len(parts) // columns)
    wide, high = size
    full = (columns * wide + (columns - 1) * gutter, rows * high + (rows - 1) * gutter)
    places = [((k % columns) * (wide + gutter), (k // columns) * (high + gutter)) for k in range(len(parts))]
    return on(
        (255, 255, 255), full, *((part.resize(size), at) for part, at in zip(parts, places, strict=True))
    )


def overlaid(image: Image.Image, chance: Random) -> Image.Image:
    sheet = image.copy()
    draw = ImageDraw.Draw(sheet)
    size = image.height // 12
    for line in range(2):
        text(
            draw,
            (image.width // 12, image.height * 3 // 4 + line * size),
            words(chance, 3),
            size,
            (255, 255, 255),
        )
    return sheet


def stamped(image: Image.Image) -> Image.Image:
    sheet = image.copy()
    draw = ImageDraw.Draw(sheet)
    side = image.height // 6
    right, bottom = image.width - side // 3, image.height - side // 3
    draw.ellipse((right - side, bottom - side, right, bottom), fill=(240, 200, 40), outline=INK, width=4)
    text(draw, (right - side * 3 // 4, bottom - side * 2 // 3), "LW", side // 2)
    return sheet


def _turn(angle: Image.Transpose) -> Alteration:
    return lambda image, _others, _chance: image.transpose(angle)


KINDS: Mapping[str, Mapping[str, Alteration]] = MappingProxyType(
    {
        "saved again": {
            "JPEG 35": lambda image, _o, _c: resaved(image, "JPEG", quality=35),
            "GIF, 64 colours": lambda image, _o, _c: image.quantize(64),
            "WebP 30": lambda image, _o, _c: resaved(image, "WEBP", quality=30),
        },
        "resized": {
            "to 40 %": lambda image, _o, _c: scaled(image, 0.4),
            "to 170 %": lambda image, _o, _c: scaled(image, 1.7),
            "squeezed 20 %": lambda image, _o, _c: image.resize((image.width * 4 // 5, image.height)),
        },
        "toned": {
            "blurred": lambda image, _o, _c: image.filter(ImageFilter.GaussianBlur(image.height / 200)),
            "brighter 30 %": lambda image, _o, _c: ImageEnhance.Brightness(image).enhance(1.3),
            "contrast 60 %": lambda image, _o, _c: ImageEnhance.Contrast(image).enhance(1.6),
            "grey": lambda image, _o, _c: image.convert("L"),
        },
        "cut": {
            "crop 2 %": lambda image, _o, _c: cropped(image, 0.02),
            "crop 5 %": lambda image, _o, _c: cropped(image, 0.05),
            "crop 10 %": lambda image, _o, _c: cropped(image, 0.10),
        },
        "turned": {
            "90": _turn(Image.Transpose.ROTATE_90),
            "180": _turn(Image.Transpose.ROTATE_180),
            "270": _turn(Image.Transpose.ROTATE_270),
            "mirrored": _turn(Image.Transpose.FLIP_LEFT_RIGHT),
        },
        "bordered": {
            "white border 5 %": lambda image, _o, _c: ImageOps.expand(
                image, image.width // 20, (255, 255, 255)
            ),
            "black border 15 %": lambda image, _o, _c: ImageOps.expand(
                image, image.width * 3 // 20, (0, 0, 0)
            ),
            "letterbox": lambda image, _o, _c: letterboxed(image),
            "instant print": lambda image, _o, _c: instant_print(image),
        },
        "framed": {
            "wooden frame": lambda image, _o, chance: wooden_frame(image, chance),
            "blurred pillars": lambda image, _o, _c: pillar_blurred(image),
        },
        "on a screen": {
            "phone": lambda image, _o, chance: phone(image, chance),
            "chat": lambda image, _o, chance: chat(image, chance),
            "dark chat": lambda image, _o, chance: chat(image, chance, dark=True),
        },
        "in a collage": {
            "2x2, gutters": lambda image, others, _c: grid([image, *others[:3]], 2, 12, (640, 480)),
            "2x2, joined": lambda image, others, _c: grid([others[0], image, *others[1:3]], 2, 0, (640, 480)),
            "side by side": lambda image, others, _c: grid([others[0], image], 2, 0, (800, 600)),
            "three in a row": lambda image, others, _c: grid([*others[:2], image], 3, 8, (640, 480)),
        },
        "written on": {
            "words": lambda image, _o, chance: overlaid(image, chance),
            "badge": lambda image, _o, _c: stamped(image),
        },
        "two at once": {
            "mirrored, to 300 pixels": lambda image, _o, _c: scaled(
                ImageOps.mirror(image), 300 / max(image.size)
            ),
            "mirrored, letterbox": lambda image, _o, _c: letterboxed(ImageOps.mirror(image)),
            "mirrored, phone": lambda image, _o, chance: phone(ImageOps.mirror(image), chance),
        },
    }
)
