"""The name that a user or group goes by."""

from lapwing.intake.port import Kind
from lapwing.intake.wording import Wording
from lapwing.model.content import Role
from lapwing.model.plugins import Manifest

KIND: Kind = Wording(
    manifest=Manifest(
        name="name",
        title="Name",
        about="Turns the name of a user or group into one passage.",
        limits="Recognised by the platform's word only, never by its bytes.",
    ),
    role=Role.NAME,
    good=(b"Harbour walkers", "Łódź climbers".encode()),
)
