"""Text that can show a picture is not taken for words alone, and everyday text is."""

import pytest

from lapwing.intake.carriers import may_show_pictures


@pytest.mark.parametrize(
    "text",
    [
        "%PDF-1.7\n",
        "%!PS-Adobe-3.0 EPSF-3.0\n",
        "{\\rtf1 ",
        "P3\n2 2\n255\n",
        "#define harbour_width 16\n",
        "/* XPM */\n",
        '<svg xmlns="http://www.w3.org/2000/svg">',
        '<?xml version="1.0"?>\n<!-- a boat -->\n<svg>',
        "MIME-Version: 1.0\n",
        "BEGIN:VCARD\n",
        '<p><img src="data:image/png;base64,AAAA"></p>',
    ],
)
def test_a_format_that_shows_pictures_is_told(text: str) -> None:
    assert may_show_pictures(text)
    assert may_show_pictures(f"\n {text}")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "See you at the quay.",
        "P3 is my platform",
        "I like svg and PDF-files",
        "<p>tea</p>",
        "data: image of tea",
    ],
)
def test_everyday_text_is_not(text: str) -> None:
    assert not may_show_pictures(text)


def test_a_long_comment_ends_in_time() -> None:
    assert not may_show_pictures("<!--" * 2_000_000)
