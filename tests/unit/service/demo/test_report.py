import io
import re
import string
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from lapwing.model.decision import Step
from lapwing.service.demo import report
from lapwing.service.demo.report import (
    ListLine,
    Outcome,
    ReportRow,
    Summary,
    readable,
    report_page,
    write_report,
)

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>.jpg"
SUMMARY = Summary(
    made_on="2026-11-21",
    elapsed_s=2.0,
    lists=(ListLine(name="one", title="One", list_class="own", tier="reviewed", version=3, entries=1200),),
    facts=(("Engine", "0.1.0"),),
)
VOID = {"meta", "img", "br", "hr", "input", "link", "rect", "path", "circle"}


def jpeg(tint: str = "red") -> bytes:
    """Return a small picture."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8), tint).save(out, "JPEG")
    return out.getvalue()


def row(**changes: Any) -> ReportRow:  # noqa: ANN401 -- fields of every type
    """Return a row in which only what matters to a test is said."""
    plain: dict[str, Any] = {
        "file": "a.jpg",
        "sort": "altered copy",
        "what": "A copy of x-1: mirrored.",
        "outcome": Outcome.FOUND,
        "step": Step.HOLD,
        "alteration": "mirrored",
        "family": "turned or mirrored",
    }
    return ReportRow(**(plain | changes))


class Reader(HTMLParser):
    """Collects tags and attributes, and complains about tags that do not pair."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(page: str) -> Reader:
    """Return a page that has been read, all its tags closed."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


ROWS = [
    row(shown=jpeg(), original=jpeg("blue"), distance_bits=4, list_name="one", list_version=3, entry="x-1"),
    row(file="b.jpg", outcome=Outcome.MISSED, step=Step.ALLOW, why_missed="It was cut."),
    row(file="c.jpg", outcome=Outcome.FALSE_MATCH, family="look-alike", reasons=("Near to x-1.",)),
    row(file="d.jpg", outcome=Outcome.CLEAR, step=Step.ALLOW, shown=jpeg(), family="unlisted picture"),
    row(file="e.jpg", outcome=Outcome.UNKNOWN, family="broken or hostile file"),
    row(file="f.txt", outcome=Outcome.FOUND, step=Step.LIMIT, family="message with a listed term"),
]


def test_every_field_can_hold_anything_without_becoming_markup() -> None:
    texts = dict.fromkeys(
        ("file", "sort", "what", "alteration", "family", "list_name", "entry", "why_missed"), HOSTILE
    )
    for outcome in Outcome:
        page = report_page(
            [row(**texts, reasons=(HOSTILE,), outcome=outcome, shown=jpeg(), distance_bits=3)],
            Summary(
                made_on=HOSTILE,
                lists=(
                    ListLine(
                        name=HOSTILE, title=HOSTILE, list_class=HOSTILE, tier=HOSTILE, version=1, entries=1
                    ),
                ),
                facts=((HOSTILE, HOSTILE),),
            ),
        )
        reader = read(page)
        assert not [tag for tag, _ in reader.tags if tag == "script"]
        assert not [name for _, attrs in reader.tags for name in attrs if name.startswith("on")]
        assert all(
            str(attrs["src"]).startswith("data:image/jpeg;base64,")
            for tag, attrs in reader.tags
            if tag == "img"
        )


def test_nothing_is_asked_of_anybody() -> None:
    page = report_page(ROWS, SUMMARY)
    reader = read(page)
    for _, attrs in reader.tags:
        for name in ("src", "href", "action", "poster", "srcset", "data"):
            value = str(attrs.get(name) or "#")
            assert value.startswith(("#", "data:image/jpeg;base64,"))
    without_pictures = re.sub(r"data:image/jpeg;base64,[A-Za-z0-9+/=]+", "", page)
    assert not re.search(r"url\(|@import|https?:|//[a-z]", without_pictures, re.IGNORECASE)
    policy = next(
        attrs["content"] for tag, attrs in reader.tags if attrs.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def test_a_reader_who_does_not_see_finds_names_for_everything() -> None:
    tags = read(report_page(ROWS, SUMMARY)).tags
    assert [attrs.get("lang") for tag, attrs in tags if tag == "html"] == ["en"]
    assert all(attrs.get("alt") for tag, attrs in tags if tag == "img")
    assert all(attrs.get("aria-label") or attrs.get("aria-hidden") for tag, attrs in tags if tag == "svg")
    assert all(attrs.get("scope") for tag, attrs in tags if tag == "th")
    names = [tag for tag, _ in tags]
    assert names.count("table") == names.count("caption")
    assert names.count("h1") == 1


def test_every_link_inside_the_page_leads_somewhere() -> None:
    tags = read(report_page(ROWS, SUMMARY)).tags
    ids = {attrs["id"] for _, attrs in tags if "id" in attrs}
    assert {str(attrs["href"])[1:] for tag, attrs in tags if tag == "a"} <= ids


def test_it_says_that_everything_is_synthetic() -> None:
    assert "Everything here is synthetic." in "".join(read(report_page(ROWS, SUMMARY)).text)


def test_figures_are_counted_from_the_rows() -> None:
    text = " ".join(" ".join(read(report_page(ROWS, SUMMARY)).text).split())
    assert "6 uploads were screened in 2.0 seconds against 1 reference list." in text
    assert "2 of the 3 that hold something listed were found." in text
    assert "uploads with nothing listed matched wrongly 1 of 2" in text


def test_a_run_without_anything_is_a_page_too() -> None:
    text = "".join(read(report_page([], Summary(made_on="today"))).text)
    assert "Nothing was missed." in text
    assert "There were none." in text
    assert "Everything could be read." in text


def test_pictures_stop_where_the_page_would_grow_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    size = len(jpeg())
    monkeypatch.setattr(report, "MOST_PICTURE_BYTES", 2 * size)
    rows = [row(file=f"{index}.jpg", shown=jpeg(), original=jpeg()) for index in range(5)]
    rows.append(row(file="missed.jpg", outcome=Outcome.MISSED, shown=jpeg(), original=jpeg()))
    pictures = [attrs for tag, attrs in read(report_page(rows, SUMMARY)).tags if tag == "img"]
    assert len(pictures) == 2
    page = report_page(rows, SUMMARY)
    assert page.index("data:image") < page.index('id="hold"')


def test_three_hundred_rows_stay_under_eight_megabytes() -> None:
    picture = bytes(20_000)
    rows = [row(file=f"{index}.jpg", shown=picture, original=picture) for index in range(300)]
    assert len(report_page(rows, SUMMARY).encode()) < 8_000_000


@given(st.text() | st.binary().map(lambda name: name.decode("utf-8", "surrogateescape")))
def test_any_file_name_can_be_shown_and_written(name: str) -> None:
    shown = readable(name)
    shown.encode("utf-8")
    assert shown.isprintable()


@given(st.text(string.ascii_letters + string.digits + "._- äöü漢字"))
def test_a_plain_name_is_shown_as_it_is(name: str) -> None:
    assert readable(name) == name


def test_writing_that_runs_backwards_is_spelt_out() -> None:
    assert readable("holiday\u202egpj.exe") == "holiday\\u202egpj.exe"


def test_the_page_is_written_as_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    write_report(path, [row(file="naïve-\udcff.jpg", outcome=Outcome.MISSED)], SUMMARY)
    assert "naïve-\\udcff.jpg" in path.read_text(encoding="utf-8")
