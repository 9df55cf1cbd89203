"""Long lists, a page at a time."""

from dataclasses import dataclass, replace

from django.http import HttpRequest

MOST_PAGES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """Which page of a list. number: from 1; size: rows a page; more: another page follows."""

    number: int
    size: int
    more: bool = False

    @property
    def after(self) -> int:
        """Return how many rows come before the page."""
        return (self.number - 1) * self.size

    @property
    def asked(self) -> int:
        """Return how many rows to ask for: one more than a page, which says whether another follows."""
        return self.size + 1

    def told(self, found: int) -> "Paging":
        """Return the same, knowing how many rows were found."""
        return replace(self, more=found > self.size)


def page_of(request: HttpRequest, *, size: int) -> Paging:
    """Return the page that is asked for; the first where it cannot be understood."""
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= len(str(MOST_PAGES)) else 1
    return Paging(number=max(1, min(number, MOST_PAGES)), size=size)
