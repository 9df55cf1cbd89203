"""Everyday wording for pages, chats, captions and messages, about nothing but everyday things."""

import random
from collections.abc import Sequence

from PIL import ImageFont

NAMES = (
    "Amara", "Bo", "Carla", "Dev", "Elif", "Farid", "Greta", "Hana", "Ines", "Jonas", "Kemi", "Lars",
    "Mina", "Noor", "Otto", "Priya", "Quinn", "Rosa", "Sami", "Tove", "Uma", "Viktor", "Wanda", "Yara",
    "Zeno",
)  # fmt: skip

PLACES = (
    "the harbour", "the old mill", "the library", "Elm Street", "the night market", "the allotment",
    "the tram depot", "the lighthouse", "the botanical garden", "the swimming pool", "platform four",
    "the bakery", "the town hall",
)  # fmt: skip

THINGS = (
    "the bread", "a spare key", "the ladder", "two tickets", "the blue folder", "the bicycle pump",
    "a box of tiles", "the seed potatoes", "the projector", "a jar of plums", "the tent", "the invoice",
    "my umbrella", "the rehearsal plan",
)  # fmt: skip

TIMES = (
    "at six", "after lunch", "on Thursday", "before the rain", "tomorrow morning", "by noon",
    "at the weekend",
)  # fmt: skip

SHAPES = (
    "Could you bring {thing} to {place} {time}?",
    "{name} left {thing} at {place} again.",
    "The meeting moved to {place}, {time}.",
    "I repaired {thing} and it works now.",
    "Has anyone seen {thing}? It was near {place}.",
    "We need three more people for {place} {time}.",
    "{name} says the water level at {place} is normal.",
    "Thanks for {thing}, it saved the day!",
    "Please return {thing} {time}, {name} is waiting for it.",
    "The council has approved the plans for {place}.",
    "It rained so hard that {place} was closed.",
    "The second edition of the guide to {place} is out.",
    "Rehearsal is {time}, doors open half an hour before.",
    "Our stall near {place} sold out {time}.",
)

HEADINGS = (
    "Minutes of the spring meeting", "Notes on soil and shade", "Timetable changes",
    "A short history of the canal", "How to prune apple trees", "Results of the quarter", "Stock list",
    "Opening hours", "The choir's new programme", "Measuring rainfall at home", "Repair shop handbook",
    "Walking routes", "Energy use by building",
)  # fmt: skip

CAPTIONS = (
    "WHEN THE BUS IS EARLY", "MONDAY AGAIN", "BEST VIEW IN TOWN", "NOBODY TOLD ME", "FIVE MORE MINUTES",
    "WELL, THAT WENT FINE", "WAIT FOR IT", "AS SEEN ON MY WALK", "NOT TODAY", "WORTH THE CLIMB",
    "THIS IS WHY WE CANNOT HAVE NICE TILES",
)  # fmt: skip

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def seeded(*parts: object) -> random.Random:
    """Return a source of randomness that the parts decide; for pictures and wording, never for secrets."""
    return random.Random("/".join(str(part) for part in parts))  # noqa: S311 -- the demo has to be the same every time


def sentence(rng: random.Random) -> str:
    """Return an everyday sentence."""
    return rng.choice(SHAPES).format(
        name=rng.choice(NAMES), place=rng.choice(PLACES), thing=rng.choice(THINGS), time=rng.choice(TIMES)
    )


def paragraph(rng: random.Random, sentences: int) -> str:
    """Return a few everyday sentences."""
    return " ".join(sentence(rng) for _ in range(sentences))


def font(size_px: float) -> Font:
    """Return the font that comes with Pillow, so that pages look the same on every machine."""
    return ImageFont.load_default(max(size_px, 6))


def wrapped(text: str, face: Font, width_px: float) -> list[str]:
    """Return the lines into which a text falls when none may be wider than *width_px*."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and face.getlength(longer) <= width_px:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def widest(texts: Sequence[str], face: Font) -> float:
    """Return the width in pixels of the widest of some texts."""
    return max(face.getlength(text) for text in texts)
