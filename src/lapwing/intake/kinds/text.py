"""Text of any length: messages, posts, descriptions."""

from lapwing.intake.port import Kind
from lapwing.intake.wording import Wording
from lapwing.model.content import Role
from lapwing.model.plugins import Manifest

KIND: Kind = Wording(
    manifest=Manifest(
        name="text",
        title="Text",
        about="Turns a message or any other text into one passage.",
        limits="Reads UTF-8 and UTF-16 with a byte order mark; other encodings are read with a gap.",
    ),
    role=Role.TEXT,
    good=(b"good morning", "grüße, 你好".encode(), b"\xef\xbb\xbfmarked", b"\xff\xfeh\x00i\x00"),
)
