"""A home is made ready for Harbour: its lists, its key, and where its webhooks go; what is there stays."""

import os
from datetime import datetime
from pathlib import Path

from lapwing.flows.keep_destinations import put_destination
from lapwing.flows.keep_keys import Wanted, issue
from lapwing.model.errors import BadInput, Unavailable
from lapwing.model.platform import Destination
from lapwing.service.demo.harbour.figures import looks
from lapwing.service.demo.harbour.more import More, with_more
from lapwing.service.demo.harbour.receiver import HOST, PATH
from lapwing.service.demo.harbour.running import Berth
from lapwing.service.demo.harbour.staff import BY
from lapwing.service.demo.homes import HARBOUR, world_folder
from lapwing.service.demo.listing import fingerprint, register_lists
from lapwing.service.demo.world import World, make_world, read_world
from lapwing.service.site.settings import KEYS_FOLDER
from lapwing.service.wiring.keys import secrets_of
from lapwing.service.wiring.service import Service

KEY_FILE = "harbour.key"
PICTURES = 50
"""In fewer there is no identical copy of anything that an authority has verified."""


def moor(service: Service, *, base_url: str, port: int, pictures: int = PICTURES) -> Berth:
    """Return where Harbour lies, having made what is not there yet.

    Args:
        service: of the home folder.
        base_url: where it answers.
        port: where Harbour's webhooks arrive.
        pictures: how many it has, where there is none yet.

    Raises:
        Unavailable: the home folder cannot be written.
    """
    make_ready(service.home, pictures=pictures, now=service.clock())
    secret = _secret(service)
    destination = Destination(name=HARBOUR, url=f"http://{HOST}:{port}{PATH}", secret_id=HARBOUR)
    put_destination(destination, works=service.works, by=BY, now=service.clock())
    run = f"{HARBOUR}-{service.new_hex(4)}"
    return Berth(base_url=base_url, key=_key(service), secret=secret, name=run, port=port)


def world_in(home: Path, *, pictures: int) -> World:
    """Return the demo world of a home folder, made if there is none yet."""
    folder = world_folder(home)
    try:
        return read_world(folder)
    except BadInput:
        return make_world(folder, fingerprint=fingerprint, pictures=pictures)


def make_ready(home: Path, *, now: datetime, pictures: int = PICTURES) -> None:
    """Make Harbour's world and bring its lists, where they are not there yet; that takes much memory.

    Raises:
        Unavailable: the home folder cannot be written.
    """
    world, _ = harbour_world(home, pictures=pictures)
    looks(world)
    register_lists(world, home, by=BY.id, now=now)


def harbour_world(home: Path, *, pictures: int = PICTURES) -> tuple[World, More]:
    """Return Harbour's world in a home folder, made if there is none yet, and what it has of its own."""
    return with_more(world_in(home, pictures=pictures), fingerprint=fingerprint)


def _secret(service: Service) -> str:
    """Return the secret that signs Harbour's webhooks."""
    secrets = secrets_of(service.home)
    try:
        return secrets.get(HARBOUR)
    except Unavailable:
        return secrets.make(HARBOUR)


def _key(service: Service) -> str:
    """Return Harbour's API key, which it keeps as a platform keeps its own."""
    path = service.home / KEYS_FOLDER / KEY_FILE
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        token = issue(
            Wanted(name="Harbour, the demo"), desk=service.key_desk, by=BY, now=service.clock()
        ).token
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(opened, "w", encoding="ascii") as file:
        file.write(token)
    return token
