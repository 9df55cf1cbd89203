"""Harbour itself: it shows nothing before it has an answer, obeys what comes later, and says what it did."""

from collections import Counter
from collections.abc import Callable, Mapping
from threading import Lock

from lapwing.service.demo.harbour.post import Content, Post, Standing, Told, standing_after
from lapwing_client import ActionKind, Answer, ClientError, ItemAction, Kind, Lapwing

VISIBLE = frozenset({Standing.SHOWN, Standing.LIMITED})


class Harbour:
    """What is on the platform now, in memory; any number of threads may use it."""

    def __init__(
        self, lapwing: Lapwing, *, name: str, note: Callable[[str, str], None] = lambda *_: None
    ) -> None:
        """Ask *lapwing* about everything; name: of this run, so that no reference comes twice.

        note: is told what a post is called, and the list that it leads to, before anybody is asked about it.
        """
        self._lapwing, self._name, self._note = lapwing, name, note
        self._posts: dict[str, Post] = {}
        self._turn = Lock()
        self.unanswered = 0

    def share(self, content: Content, *, surface: str, account: str) -> Post:
        """Take something in, ask about it, and show it only if it may be shown."""
        post = self._new(content, surface, account)
        with post.turn:
            self._ask(post)
        return post

    def try_again(self) -> int:
        """Ask and tell once more what was not answered; return how much of it there was."""
        waiting = [post for post in self.posts() if not post.item or _to_tell(post) is not None]
        for post in waiting:
            with post.turn:
                self._ask(post)
        return len(waiting)

    def obey(self, action: ItemAction) -> None:
        """Do what a webhook says, unless something newer was said before.

        Raises:
            ClientError: what was done could not be told; the same webhook has to come again.
        """
        post = self._posts.get(action.reference)
        if post is None:
            # Of an earlier run, which ended: nothing of it is shown any more.
            self._lapwing.removed(action.item)
            return
        with post.turn:
            post.item = action.item
            if action.version > post.obeyed:
                self._do(post, action.action)
                post.obeyed = action.version
            self._tell(post)

    def look_at(self, post: Post) -> None:
        """See a post, as anybody on the platform can who may."""
        with post.turn:
            post.views += post.standing in VISIBLE

    def posts(self) -> tuple[Post, ...]:
        """Return everything that was ever shared, oldest first."""
        with self._turn:
            return tuple(self._posts.values())

    def feed(self) -> tuple[Post, ...]:
        """Return what people can see now."""
        return tuple(post for post in self.posts() if post.standing in VISIBLE)

    def known_that_were_shown(self) -> tuple[Post, ...]:
        """Return what nobody may ever see and somebody could: there is never any."""
        return tuple(post for post in self.posts() if post.content.is_known and post.was_shown)

    def counts(self) -> Mapping[str, int]:
        """Return how many posts stand where."""
        return dict(Counter(post.standing.value for post in self.posts()))

    def is_listed(self, reference: str) -> bool:
        """Say whether what Harbour calls that leads to an entry of some list, as whoever made it knows."""
        post = self._posts.get(reference)
        return post is not None and post.content.is_listed

    def _new(self, content: Content, surface: str, account: str) -> Post:
        with self._turn:
            reference = f"{self._name}/{surface}/{len(self._posts) + 1}"
            post = Post(reference=reference, surface=surface, account=account, content=content)
            self._posts[reference] = post
            if content.is_listed:
                self._note(reference, content.list_name)
        return post

    def _ask(self, post: Post) -> None:
        """Ask about a post and do what is answered; without an answer it stays as it is, out of sight."""
        try:
            if not post.item:
                answer = self._answer(post)
                post.item = answer.item
                self._do(post, answer.action)
            self._tell(post)
        except ClientError:
            self.unanswered += 1

    def _answer(self, post: Post) -> Answer:
        content = post.content
        if content.kind is Kind.IMAGE:
            return self._lapwing.screen_bytes(
                content.untrusted_data,
                surface=post.surface,
                reference=post.reference,
                account=post.account,
                idempotency_key=post.reference,
            )
        return self._lapwing.screen_words(
            content.untrusted_data.decode(),
            kind=content.kind,
            surface=post.surface,
            reference=post.reference,
            account=post.account,
            idempotency_key=post.reference,
        )

    def _do(self, post: Post, action: ActionKind) -> None:
        """Bring a post to where an action wants it, at once."""
        post.standing = standing_after(action)
        post.was_shown |= post.standing in VISIBLE

    def _tell(self, post: Post) -> None:
        """Say what became of a post, if that has not been said."""
        match _to_tell(post):
            case None:
                return
            case Told.PUBLISHED:
                self._lapwing.published(post.item)
                post.told = Told.PUBLISHED
            case _:
                self._lapwing.removed(post.item, views=post.views)
                post.told = Told.REMOVED


def _to_tell(post: Post) -> Told | None:
    """Return what Lapwing does not know yet of a post, or None."""
    if post.standing in VISIBLE:
        return None if post.told is Told.PUBLISHED else Told.PUBLISHED
    is_over = post.standing is Standing.REMOVED or post.told is Told.PUBLISHED
    return Told.REMOVED if is_over and post.told is not Told.REMOVED else None
