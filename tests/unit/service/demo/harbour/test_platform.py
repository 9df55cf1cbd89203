"""Harbour shows nothing without an answer, obeys what is newer, and says what it did until it is heard."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

from lapwing.service.demo.harbour.platform import Harbour
from lapwing.service.demo.harbour.post import Content, Post, Standing, standing_after
from lapwing.service.demo.harbour.scene import all_scenes
from lapwing_client import ActionKind, Answer, Down, ItemAction, Kind, Step
from tests.client_material import answer

WORDS = Content(kind=Kind.TEXT, untrusted_data=b"hello", list_name="terms")
PICTURE = Content(kind=Kind.IMAGE, untrusted_data=b"picture", is_known=True)


@dataclass
class Lapwing:
    """Answers with its step, or not at all, and remembers what it was told."""

    step: Step = Step.ALLOW
    is_down: bool = False
    told: list[str] = field(default_factory=list)

    def screen_words(self, _: str, *, reference: str, **__: Any) -> Answer:  # noqa: ANN401
        return self._answer(reference)

    def screen_bytes(self, _: bytes, *, reference: str, **__: Any) -> Answer:  # noqa: ANN401
        return self._answer(reference)

    def published(self, item: str) -> None:
        self._hear(f"published {item}")

    def removed(self, item: str, *, views: int | None = None) -> None:
        self._hear(f"removed {item} {views}")

    def _answer(self, reference: str) -> Answer:
        if self.is_down:
            raise Down("gone")
        return answer(reference, self.step)

    def _hear(self, what: str) -> None:
        if self.is_down:
            raise Down("gone")
        self.told.append(what.replace(what.split()[1], "it"))


def shared(lapwing: Lapwing, content: Content = WORDS) -> tuple[Harbour, Post]:
    harbour = Harbour(lapwing, name="day")  # type: ignore[arg-type]  # as much of it as Harbour uses
    return harbour, harbour.share(content, surface="post", account="account/1")


def says(post: Post, action: ActionKind, version: int) -> ItemAction:
    return ItemAction(
        id=f"m-{version}",
        at=datetime(2026, 11, 21, tzinfo=UTC),
        item=post.item or "i-1",
        reference=post.reference,
        surface=post.surface,
        account=post.account,
        action=action,
        step=Step.HOLD,
        because="f-1",
        version=version,
    )


@pytest.mark.parametrize(
    ("step", "standing", "told"),
    [
        (Step.ALLOW, Standing.SHOWN, ["published it"]),
        (Step.DETER, Standing.SHOWN, ["published it"]),
        (Step.LIMIT, Standing.LIMITED, ["published it"]),
        (Step.HOLD, Standing.HIDDEN, []),
        (Step.BLOCK, Standing.REMOVED, ["removed it 0"]),
    ],
)
def test_what_is_shared_stands_as_it_is_answered(step: Step, standing: Standing, told: list[str]) -> None:
    lapwing = Lapwing(step=step)
    _, post = shared(lapwing)
    assert (post.standing, lapwing.told) == (standing, told)


def test_every_action_leads_somewhere() -> None:
    assert {standing_after(action) for action in ActionKind} == set(Standing)


def test_without_an_answer_nothing_is_shown_and_it_is_asked_again() -> None:
    lapwing = Lapwing(is_down=True)
    harbour, post = shared(lapwing)
    assert (post.standing, harbour.feed(), harbour.unanswered) == (Standing.HIDDEN, (), 1)
    lapwing.is_down = False
    assert harbour.try_again() == 1
    assert harbour.feed() == (post,)
    assert harbour.try_again() == 0


def test_what_was_shown_and_is_taken_down_is_told_with_its_views() -> None:
    lapwing = Lapwing()
    harbour, post = shared(lapwing)
    harbour.look_at(post)
    harbour.obey(says(post, ActionKind.HIDE, 2))
    harbour.look_at(post)
    assert lapwing.told == ["published it", "removed it 1"]
    harbour.obey(says(post, ActionKind.PUBLISH, 3))
    assert lapwing.told[-1] == "published it"


def test_what_is_older_is_not_obeyed_and_the_same_again_is_not_done_twice() -> None:
    lapwing = Lapwing(step=Step.HOLD)
    harbour, post = shared(lapwing)
    harbour.obey(says(post, ActionKind.REMOVE, 3))
    harbour.obey(says(post, ActionKind.PUBLISH, 2))
    harbour.obey(says(post, ActionKind.REMOVE, 3))
    assert post.standing is Standing.REMOVED
    assert lapwing.told == ["removed it 0"]


def test_what_could_not_be_told_is_told_when_the_webhook_comes_again() -> None:
    lapwing = Lapwing(step=Step.HOLD)
    harbour, post = shared(lapwing)
    lapwing.is_down = True
    with pytest.raises(Down):
        harbour.obey(says(post, ActionKind.PUBLISH, 2))
    lapwing.is_down = False
    harbour.obey(says(post, ActionKind.PUBLISH, 2))
    assert lapwing.told == ["published it"]


def test_what_is_not_there_any_more_is_not_shown() -> None:
    lapwing = Lapwing()
    harbour, _ = shared(lapwing)
    stranger = Post(reference="another day/post/1", surface="post", account="a", content=WORDS)
    harbour.obey(says(stranger, ActionKind.PUBLISH, 2))
    assert lapwing.told[-1] == "removed it None"


def test_what_nobody_may_see_is_counted_once_somebody_could() -> None:
    harbour, post = shared(Lapwing(step=Step.BLOCK), PICTURE)
    assert harbour.known_that_were_shown() == ()
    harbour.obey(says(post, ActionKind.PUBLISH, 2))
    harbour.obey(says(post, ActionKind.REMOVE, 3))
    assert harbour.known_that_were_shown() == (post,)
    assert not harbour.is_listed(post.reference)
    assert not harbour.is_listed("nothing")


@pytest.mark.parametrize("name", all_scenes())
def test_every_scene_goes_through_the_gate_of_harbour(name: str) -> None:
    from lapwing.service.demo.harbour.scene import Stage  # noqa: PLC0415  # only this test needs it

    class Material:
        def __getattr__(self, _: str) -> Any:  # noqa: ANN401
            return lambda *_: WORDS

    lapwing = Lapwing()
    harbour, _ = shared(lapwing)
    from lapwing.service.demo.harbour.people import people  # noqa: PLC0415  # the same

    stage = Stage(harbour=harbour, material=Material(), who=people(3, seed=1)[0], rng=Random(7))  # type: ignore[arg-type]  # noqa: S311
    scene = all_scenes()[name]
    for _ in range(9):
        scene.play(stage)
    assert scene.title
    assert scene.weight > 0
    assert all(post.standing is Standing.SHOWN for post in harbour.posts())
    assert len(harbour.posts()) > 9 or any(post.views for post in harbour.posts())
