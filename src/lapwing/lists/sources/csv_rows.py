"""Comma-separated values with a header line, as RFC 4180 has them."""

from lapwing.lists.port import Row, Source
from lapwing.lists.separated import Separated
from lapwing.model.plugins import Manifest

SOURCE: Source = Separated(
    Manifest(
        name="csv_rows",
        title="CSV",
        about="Turns comma-separated values with a header line into rows.",
        reference="RFC 4180",
        limits="UTF-8 only; another encoding has to be converted first.",
    ),
    separator=",",
    suffixes=(".csv",),
    good=(
        (
            b'\xef\xbb\xbfid,note\r\na1,"two\r\nlines, ""quoted"""\r\n',
            (Row(line=2, cells={"id": "a1", "note": 'two\r\nlines, "quoted"'}),),
        ),
        (
            b"id,note\ra1,\r\ra2,x",
            (Row(line=2, cells={"id": "a1", "note": ""}), Row(line=4, cells={"id": "a2", "note": "x"})),
        ),
        (b"id\n", ()),
    ),
    bad=(
        (b"", 0),
        (b"id,id\na,b\n", 1),
        (b"id;md5\na;b\n", 1),
        (b"id,\na,b\n", 1),
        (b"id,note\na1,b\na2\n", 3),
        (b"id,note\na1,b,c\n", 2),
        (b'id,note\na1,"b\n', 2),
        (b'id,note\na1,"b"c\n', 2),
        (b"id\na\0\n", 2),
        (b"id\na\n\xff\n", 3),
        (b"\xff\xfei\0d\0", 1),
        (b"id," * 1_000_000, 1),
        (b"id\n" + b"x" * 200_000, 2),
    ),
)
