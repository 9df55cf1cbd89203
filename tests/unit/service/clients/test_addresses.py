"""What is said of an address when it is written down is what will be said when something is sent there."""

import pytest

from lapwing.service.clients.addresses import AddressRefused, read_local_hosts, require_address, target

INSIDE = [
    "http://127.0.0.1:9000/hook",
    "https://127.0.0.1/",
    "https://10.0.0.7/",
    "https://[::1]/",
    "https://[::ffff:192.168.0.1]/",
    "https://169.254.169.254/latest",
    "https://localhost/",
    "https://hook.localhost/",
]
PUBLIC = "93.184.216.34"


def refused(url: str, *, local_hosts: frozenset[str] = frozenset()) -> set[str | None]:
    """Return how both refuse an address."""
    found: set[str | None] = set()
    for ask in (
        lambda: require_address(url, local_hosts=local_hosts),
        lambda: target(url, local_hosts=local_hosts, resolve=lambda *_: [PUBLIC]),
    ):
        try:
            ask()
        except AddressRefused as fault:
            found.add(fault.detail)
        else:
            found.add(None)
    return found


@pytest.mark.parametrize("url", INSIDE)
def test_what_leads_inside_as_it_is_written_is_refused_when_added_and_when_sent(url: str) -> None:
    (why,) = refused(url)
    assert why is not None
    assert "LAPWING_LOCAL_HOSTS" in why


@pytest.mark.parametrize("url", ["http://hook.example/", "ftp://hook.example/", "https://a:b@hook.example/"])
def test_so_is_what_is_no_address_to_send_to(url: str) -> None:
    (why,) = refused(url)
    assert why is not None


@pytest.mark.parametrize(
    "url",
    [
        "https://ho ok.example/",
        "https://ho\nok.example/",
        "https://h\u00f6k.example/",
        "https://hook.example/a b",
        "https://hook.example/a\x01b",
        "https://hook.example/caf\u00e9",
        "https://hook.example:0/",
        "https://ho%6fk.example/",
        "https://hook.example/" + "a" * 2_000,
        "",
    ],
)
def test_so_is_what_no_request_could_be_made_of(url: str) -> None:
    (why,) = refused(url)
    assert why is not None


@pytest.mark.parametrize(
    "host", ["0x7f.1", "127.1", "2130706433", "0x7f000001", "017700000001", "127.0.0.1."]
)
def test_so_is_a_number_that_systems_read_as_an_address_of_ours(host: str) -> None:
    (why,) = refused(f"https://{host}/")
    assert why is not None


@pytest.mark.parametrize(
    "url",
    [
        "https://hook.example/path?a=%20",
        f"https://{PUBLIC}/",
        "https://xn--hk-eka.example/",
        "https://hook.example:8443",
    ],
)
def test_what_is_outside_is_taken(url: str) -> None:
    assert refused(url) == {None}


def test_what_the_operator_names_is_taken_also_inside_and_without_tls() -> None:
    local_hosts = read_local_hosts({"LAPWING_LOCAL_HOSTS": " 127.0.0.1, hook.internal,"})
    assert local_hosts == {"127.0.0.1", "hook.internal"}
    for url in ("http://127.0.0.1:9000/hook", "http://hook.internal/"):
        assert refused(url, local_hosts=local_hosts) == {None}
    assert refused("http://127.0.0.2/", local_hosts=local_hosts) != {None}
