"""Look-alikes: pages, tables, charts and chats with other contents in the same frame; none is listed."""

import random
from collections.abc import Callable, Mapping
from types import MappingProxyType

from PIL import Image

from lapwing.service.demo.sheets import charts, chats, paper
from lapwing.service.demo.sheets.sheet import Look
from lapwing.service.demo.wording import seeded

PAGES: Mapping[str, Callable[[random.Random, Look, tuple[int, int]], Image.Image]] = MappingProxyType(
    {
        "text page": paper.text_page,
        "table": paper.table_page,
        "bar chart": charts.bar_chart,
        "line chart": charts.line_chart,
        "pie chart": charts.pie_chart,
        "chat": chats.chat,
        "receipt": paper.receipt,
        "slide": paper.slide,
    }
)
"""Every look-alike by name."""

UPRIGHT = frozenset({"text page", "chat", "receipt"})


def page_size(name: str) -> tuple[int, int]:
    """Return a usual size in pixels, (width, height), of a look-alike."""
    return (720, 1080) if name in UPRIGHT else (1120, 760)


def page(name: str, seed: int, *, look: int = 0, size: tuple[int, int] | None = None) -> Image.Image:
    """Return a look-alike, in RGB.

    Args:
        name: one of PAGES.
        seed: decides the contents.
        look: decides the frame; two pages of one name and look differ only in what they say.
        size: (width, height) in pixels; page_size() unless given.
    """
    return PAGES[name](seeded("page", name, seed), seeded("look", name, look), size or page_size(name))
