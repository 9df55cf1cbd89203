"""Values separated by semicolons with a header line: spreadsheets write it where 1,5 is a number."""

from lapwing.lists.port import Row, Source
from lapwing.lists.separated import Separated
from lapwing.model.plugins import Manifest

SOURCE: Source = Separated(
    Manifest(
        name="semicolon_rows",
        title="CSV with semicolons",
        about="Turns values separated by semicolons with a header line into rows.",
        reference="RFC 4180, but for the separator",
        limits="UTF-8 only. A file of this form that ends in .csv has to have its shape named.",
    ),
    separator=";",
    suffixes=(".ssv",),
    good=(
        (b'id;note\r\na1;"two; quoted"\r\n', (Row(line=2, cells={"id": "a1", "note": "two; quoted"}),)),
        (b"id;note\na1;1,5\n", (Row(line=2, cells={"id": "a1", "note": "1,5"}),)),
        (b"id\na1\n", (Row(line=2, cells={"id": "a1"}),)),
    ),
    bad=(
        (b"", 0),
        (b"id,note\na1,b\n", 1),
        (b"id;id\na;b\n", 1),
        (b"id;note\na1;b\na2\n", 3),
        (b'id;note\na1;"b\n', 2),
    ),
)
