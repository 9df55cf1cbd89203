"""Surfaces are remembered for a moment, and forgotten at once where one was changed."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import tests.django_world  # noqa: F401  # it makes Django ready
from lapwing.model.decision import Surface
from lapwing.service.api.surfaces import REMEMBERED_SECONDS, Surfaces
from tests.policy_material import surface


class Asked:
    """Finds one surface, and counts."""

    def __init__(self) -> None:
        self.count = 0

    def find(self, name: str) -> Surface | None:
        self.count += 1
        return surface() if name == "upload" else None


def test_a_surface_is_asked_for_once_a_moment() -> None:
    asked, now = Asked(), [0.0]
    surfaces = Surfaces(find=asked.find, clock=lambda: now[0])
    found = [surfaces.find("upload") for _ in range(5)]
    assert (set(found), asked.count) == ({surface()}, 1)

    now[0] = REMEMBERED_SECONDS
    surfaces.find("upload")
    assert asked.count == 2
    surfaces.forget()
    surfaces.find("upload")
    assert asked.count == 3


def test_of_many_who_want_to_know_at_once_one_looks() -> None:
    asked, answer = Asked(), Event()

    def find(name: str) -> Surface | None:
        answer.wait(timeout=30)
        return asked.find(name)

    surfaces = Surfaces(find=find)
    with ThreadPoolExecutor(8) as pool:
        found = [pool.submit(surfaces.find, "upload") for _ in range(8)]
        answer.set()
        assert {each.result() for each in found} == {surface()}
    assert asked.count == 1


def test_that_there_is_none_is_remembered_too() -> None:
    asked = Asked()
    surfaces = Surfaces(find=asked.find, clock=lambda: 0.0)
    assert [surfaces.find("nowhere") for _ in range(3)] == [None] * 3
    assert asked.count == 1


def test_however_many_names_are_asked_for_little_is_remembered() -> None:
    asked = Asked()
    surfaces = Surfaces(find=asked.find, clock=lambda: 0.0)
    for number in range(5_000):
        surfaces.find(str(number))
    assert len(surfaces._known) <= 1_000
