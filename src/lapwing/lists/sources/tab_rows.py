"""Values separated by tabs with a header line: what spreadsheets write as text."""

from lapwing.lists.port import Row, Source
from lapwing.lists.separated import Separated
from lapwing.model.plugins import Manifest

SOURCE: Source = Separated(
    Manifest(
        name="tab_rows",
        title="TSV",
        about="Turns values separated by tabs with a header line into rows.",
        reference="RFC 4180, but for the separator",
        limits="UTF-8 only. Quotes mean what they mean in CSV.",
    ),
    separator="\t",
    suffixes=(".tsv",),
    good=(
        (b'id\tnote\r\na1\t"two\t quoted"\r\n', (Row(line=2, cells={"id": "a1", "note": "two\t quoted"}),)),
        (b"id\tnote\na1\t1,5\n", (Row(line=2, cells={"id": "a1", "note": "1,5"}),)),
        (b"id\na1\n", (Row(line=2, cells={"id": "a1"}),)),
    ),
    bad=(
        (b"", 0),
        (b"id,note\na1,b\n", 1),
        (b"id\tid\na\tb\n", 1),
        (b"id\tnote\na1\tb\na2\n", 3),
        (b'id\tnote\na1\t"b\n', 2),
    ),
)
