"""Web addresses in texts, names and queries, in the forms in which lists hold them."""

from lapwing.model.content import Content, Facet, Passage, Role, content_id
from lapwing.model.plugins import Manifest
from lapwing.model.signals import Signal, Where
from lapwing.signals.addresses.entries import canonical_entry
from lapwing.signals.addresses.forms import DOMAIN, KINDS, PREFIX, URL
from lapwing.signals.addresses.measure import Harvest
from lapwing.signals.port import Detector, Given


class Urls:
    """Finds addresses in passages, disguised ones too; a passage that is to be a URL is one as a whole."""

    manifest = Manifest(
        name="urls",
        title="Web addresses in text",
        about="Gives every web address in a text as url, as url-prefix at each step of its path, as domain.",
        reference="WHATWG URL; publicsuffix.org; Safe Browsing v4, Suffix/Prefix Expressions",
        limits=(
            "Follows no redirect and no shortener; finds http, https, ftp and ws addresses; an international "
            "host without a scheme is missed where words run into it."
        ),
    )
    reads = Facet.PASSAGES
    makes = KINDS

    @property
    def vectors(self) -> tuple[tuple[Content, Given, tuple[Signal, ...]], ...]:
        """Return texts with the signals that each gives."""
        return (
            (
                _content("see hxxps://user:pw@a.b.c.example[.]com/1/2.html?param=1#top.", Role.TEXT),
                Given(),
                _signals(
                    4,
                    60,
                    (URL, "a.b.c.example.com/1/2.html?param=1"),
                    *(
                        (PREFIX, host + way)
                        for host in (
                            "a.b.c.example.com",
                            "www.a.b.c.example.com",
                            "b.c.example.com",
                            "c.example.com",
                            "example.com",
                        )
                        for way in ("/", "/1/", "/1/2.html/", "/1/2.html/?param=1")
                    ),
                    (DOMAIN, "a.b.c.example.com"),
                    (DOMAIN, "www.a.b.c.example.com"),
                    (DOMAIN, "b.c.example.com"),
                    (DOMAIN, "c.example.com"),
                    (DOMAIN, "example.com"),
                ),
            ),
            (
                _content("http://3221225985/1", Role.URL),
                Given(),
                _signals(
                    0,
                    19,
                    (URL, "192.0.2.1/1"),
                    (PREFIX, "192.0.2.1/"),
                    (PREFIX, "192.0.2.1/1/"),
                    (DOMAIN, "192.0.2.1"),
                ),
            ),
            (_content("Nothing to see here, e.g. no address at all...", Role.TEXT), Given(), ()),
        )

    @property
    def canonical_examples(self) -> tuple[tuple[str, str, str | None], ...]:
        """Return how lists write addresses, and what is none."""
        return (
            (URL, "HTTPS://www.Example.org/A/?b=%63#d", "example.org/A?b=c"),
            (URL, "example[.]org", "example.org/"),
            (URL, "example.org/a/../b//c/", "example.org/b/c"),
            (URL, "http://b\u00fccher.example/\u00fc", "xn--bcher-kva.example/%C3%BC"),
            (URL, "https://user:pw@example.org:8443/", "example.org:8443/"),
            (URL, "http://0x7f.1/", "127.0.0.1/"),
            (URL, "mailto:someone", None),
            (URL, "not an address", None),
            (URL, "word", None),
            (URL, "", None),
            (PREFIX, "http://Example.org/a", "example.org/a/"),
            (PREFIX, "www.example.org/a/?b", "www.example.org/a/?b"),
            (PREFIX, "example.org:8080", "example.org:8080/"),
            (PREFIX, "github.io/a", "github.io/a/"),
            (PREFIX, "github.io/", None),
            (PREFIX, "example.org" + "/a" * 17, None),
            (DOMAIN, "*.Example.ORG.", "example.org"),
            (DOMAIN, ".example.org", "example.org"),
            (DOMAIN, "b\u00fccher.example", "xn--bcher-kva.example"),
            (DOMAIN, "example[.]org", "example.org"),
            (DOMAIN, "2001:DB8::1", "[2001:db8::1]"),
            (DOMAIN, "192.0.2.1", "192.0.2.1"),
            (DOMAIN, "co.uk", None),
            (DOMAIN, "*.github.io", None),
            (DOMAIN, "example.org/a", None),
            (DOMAIN, "https://example.org", None),
            (DOMAIN, "a.*.example.org", None),
            (DOMAIN, "localhost", None),
        )

    def canonical(self, kind: str, value: str) -> str:
        """Return a list's address in the form in which signals carry it.

        Raises:
            BadInput: it is no address of that kind.
        """
        return canonical_entry(kind, value)

    def detect(self, content: Content, *, given: Given) -> tuple[Signal, ...]:  # noqa: ARG002  # the port's signature
        """Return every address of every passage, each form once.

        Raises:
            TooMany: there are more addresses than are told of one piece of content.
            BadInput: a passage that is to be a URL is none.
        """
        harvest = Harvest(self.manifest.name)
        for index, passage in enumerate(content.passages):
            harvest.read_passage(passage, index)
        return harvest.signals()


def _content(text: str, role: Role) -> Content:
    """Return content of one passage."""
    data = text.encode()
    return Content(id=content_id(role, data), kind=role, data=data, passages=(Passage(text=text, role=role),))


def _signals(start: int, end: int, *forms: tuple[str, str]) -> tuple[Signal, ...]:
    """Return the signals of one address that stands from *start* to *end*."""
    where = Where(start=start, end=end)
    return tuple(Signal(kind=kind, value=value, detector="urls", where=where) for kind, value in forms)


DETECTOR: Detector = Urls()
