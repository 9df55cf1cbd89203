from pathlib import Path

import pytest

from lapwing.service.settings import BadSettings
from lapwing.service.site.environment import read_surroundings
from lapwing.service.site.settings import django_settings

HOME = Path("/nonexistent")


@pytest.mark.parametrize(("said", "secure"), [("1", True), ("0", False), ("", False)])
def test_cookies_go_by_https_alone_where_the_environment_says_so(said: str, *, secure: bool) -> None:
    environment = {"LAPWING_HTTPS": said, "LAPWING_HOSTS": "lapwing.example"}
    made = django_settings(read_surroundings(HOME, environment).site, key="k")
    assert made["SESSION_COOKIE_SECURE"] is secure
    assert made["CSRF_COOKIE_SECURE"] is secure
    assert ("https://lapwing.example" in made["CSRF_TRUSTED_ORIGINS"]) is secure


def test_by_default_nothing_is_said() -> None:
    assert not read_surroundings(HOME, {}).site.https


@pytest.mark.parametrize("said", ["yes", "true", "2", " 1"])
def test_anything_else_is_refused(said: str) -> None:
    with pytest.raises(BadSettings):
        read_surroundings(HOME, {"LAPWING_HTTPS": said})
