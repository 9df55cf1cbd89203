"""A kind that nothing looks into always says so, and takes nothing that it does not know."""

import pytest

from lapwing.intake.closed import NOT_LOOKED_AT
from lapwing.intake.kinds.film import KIND as FILM
from lapwing.intake.refusal import Refused
from lapwing.intake.samples import SAMPLES
from lapwing.model.content import Gap, Grain, Limits, Why


def test_the_bytes_are_there_with_the_gap() -> None:
    content = FILM.read(FILM.good[0], limits=Limits(), grain=Grain.EXACT)
    assert content.data == FILM.good[0]
    assert content.gaps == (Gap(who="film", why=Why.NOT_LOOKED_AT, detail=NOT_LOOKED_AT),)
    assert dict(content.facts) == {"format": "MP4"}


def test_a_picture_called_a_film_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        FILM.read(SAMPLES["PNG"], limits=Limits(), grain=Grain.SCALED)
    assert refused.value.why is Why.DAMAGED
