import numpy as np
import pytest

from lapwing.service.demo.pages import PAGES, page, page_size


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_one_look_share_their_frame_and_differ_in_what_they_say(name: str) -> None:
    first, second = page(name, 1, look=3), page(name, 2, look=3)
    assert first.size == second.size == page_size(name)
    apart = np.abs(np.asarray(first, dtype=np.int16) - np.asarray(second, dtype=np.int16)).max(axis=2) > 16
    assert 0.001 < apart.mean() < 0.5


def test_the_same_page_is_the_same_every_time() -> None:
    assert page("chat", 5, look=1).tobytes() == page("chat", 5, look=1).tobytes()


def test_another_look_is_another_frame() -> None:
    assert page("slide", 5, look=0).tobytes() != page("slide", 5, look=4).tobytes()
