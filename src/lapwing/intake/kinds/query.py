"""A search query."""

from lapwing.intake.port import Kind
from lapwing.intake.wording import Wording
from lapwing.model.content import Role
from lapwing.model.plugins import Manifest

KIND: Kind = Wording(
    manifest=Manifest(
        name="query",
        title="Search query",
        about="Turns what somebody searched for into one passage.",
        limits="Recognised by the platform's word only, never by its bytes.",
    ),
    role=Role.QUERY,
    good=(b"lapwing nest", "чайка".encode()),
)
