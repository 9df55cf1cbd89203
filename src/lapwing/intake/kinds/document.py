"""Documents and archives: their bytes only."""

from lapwing.intake.closed import Closed
from lapwing.intake.containers import DOCUMENT_FORMATS, document_format
from lapwing.intake.port import Kind
from lapwing.model.plugins import Manifest

_ZIP_HEAD = b"PK\x03\x04\x14\x00" + bytes(20)

KIND: Kind = Closed(
    manifest=Manifest(
        name="document",
        title="Document or archive",
        about="Takes a document, or an archive of files, by its exact fingerprints.",
        limits=(
            "No word and no picture inside it is looked at: an altered copy of a known one is not found. "
            "The answer is unknown unless the very file is listed. Plain text is of kind text, and read."
        ),
    ),
    formats=DOCUMENT_FORMATS,
    tell=document_format,
    good=(
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        b"%PDF-1.4\n% plain characters alone\n",
        b"%!PS-Adobe-3.0\n",
        b"{\\rtf1\\ansi a manual of knots}",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(24),
        _ZIP_HEAD + b"\x08\x00\x00\x00notes.md",
        _ZIP_HEAD + b"\x13\x00\x00\x00[Content_Types].xml",
        _ZIP_HEAD + b"\x08\x00\x00\x00mimetypeapplication/epub+zip",
        _ZIP_HEAD + b"\x08\x00\x00\x00mimetypeapplication/vnd.oasis.opendocument.text",
        b"7z\xbc\xaf\x27\x1c\x00\x04",
        b"Rar!\x1a\x07\x01\x00",
        b"\x1f\x8b\x08\x00" + bytes(6),
        b"BZh91AY&SY",
        b"\xfd7zXZ\x00\x00\x04",
        b"\x28\xb5\x2f\xfd\x04",
        b"notes.md".ljust(257, b"\x00") + b"ustar\x0000",
    ),
    bad=(b"", b"a document, in words", b"PK", b"\xff\xd8\xff\xe0"),
)
