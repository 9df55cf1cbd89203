"""A URL that stands by itself, as in a link field."""

from lapwing.intake.port import Kind
from lapwing.intake.wording import Wording
from lapwing.model.content import Role
from lapwing.model.plugins import Manifest

KIND: Kind = Wording(
    manifest=Manifest(
        name="url",
        title="URL",
        about="Turns a URL that somebody posted into one passage.",
        limits="Does not fetch what the URL points to.",
    ),
    role=Role.URL,
    good=(b"https://example.org/a?b=c", b"hxxps://example[.]org"),
)
