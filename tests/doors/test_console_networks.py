"""Too many attempts from one network are refused in words, whatever names were tried; others go on."""

import pytest
from django.http import HttpRequest
from django.test import override_settings

from lapwing.model.people import Role
from lapwing.service.people.adapter import TOO_MANY_HERE
from lapwing.service.people.lockout import LOCKED_FOR, MOST_FROM_ONE
from lapwing.service.people.networks import network_of
from tests.console_material import PASSWORD, World, text_of

SIGN_IN = "/sign-in/"


@pytest.mark.slow
def test_one_password_cannot_be_tried_on_everybody(world: World) -> None:
    world.person("ann", Role.MODERATOR)
    browser = world.browser()

    def attempt(name: str, address: str, password: str = "not-the-password") -> str:  # noqa: S107  # a wrong one
        answer = browser.post(SIGN_IN, {"login": name, "password": password}, REMOTE_ADDR=address)
        return "in" if answer.status_code == 302 else text_of(answer.content)

    for number in range(MOST_FROM_ONE):
        assert TOO_MANY_HERE not in attempt(f"person-{number}", "203.0.113.7")
    assert TOO_MANY_HERE in attempt("ann", "203.0.113.7", PASSWORD)
    assert attempt("ann", "203.0.113.8", PASSWORD) == "in"
    world.clock.move(LOCKED_FOR)
    assert TOO_MANY_HERE not in attempt("ann", "203.0.113.7")


@pytest.mark.parametrize(
    ("remote", "forwarded", "network"),
    [
        ("203.0.113.7", "", "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),  # anybody can say so
        ("10.0.0.5", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.5", "1.2.3.4, 198.51.100.1, 10.0.0.6", "198.51.100.1"),
        ("10.0.0.5", "", "10.0.0.5"),
        ("10.0.0.5", "rubbish", "unknown"),
        ("2001:db8::1:2:3:4", "", "2001:db8::/64"),
        ("::ffff:203.0.113.7", "", "203.0.113.7"),
        ("", "", "unknown"),
    ],
)
def test_where_somebody_comes_from_is_told_by_the_server_or_a_trusted_proxy(
    remote: str, forwarded: str, network: str
) -> None:
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": remote, "HTTP_X_FORWARDED_FOR": forwarded}
    with override_settings(LAPWING_PROXIES=("10.0.0.0/24",)):
        assert network_of(request) == network
