import unicodedata

from lapwing.service.demo.messages import (
    DISGUISES,
    NEAR_ADDRESSES,
    PAGES,
    SPELLINGS,
    address_rows,
    messages,
    term,
    term_rows,
)
from lapwing.service.demo.registers import ADDRESSES, TERMS
from lapwing.service.demo.truth import Expected, Sort
from lapwing.service.demo.wording import seeded


def test_every_spelling_and_disguise_is_used_once() -> None:
    made = [truth for truth, _ in messages(seeded(1), 3)]
    assert {each.alteration for each in made if each.sort is Sort.TERM} == set(SPELLINGS)
    assert set(DISGUISES) <= {each.alteration for each in made if each.sort is Sort.ADDRESS}


def test_only_what_is_listed_is_to_be_found() -> None:
    items = {row["id"] for row in term_rows()} | {row["id"] for row in address_rows()}
    for truth, data in messages(seeded(2), 5):
        assert (truth.expected is Expected.FOUND) is (truth.item in items)
        assert truth.list_name in {"", TERMS.name, ADDRESSES.name}
        assert data.decode()


def test_a_full_width_term_is_the_term_by_compatibility() -> None:
    assert unicodedata.normalize("NFKC", SPELLINGS["in full-width letters"](term(17))) == "zz-term-0017"
    assert unicodedata.normalize("NFKC", SPELLINGS["in bold script"](term(17))) == "zz-term-0017"


def test_addresses_stay_on_domains_that_are_reserved_for_examples() -> None:
    hosts = [row["address"].split("/")[0] for row in address_rows()]
    hosts += [address.split("/")[2] for address in NEAR_ADDRESSES]
    assert all(host.split(".", 1)[-1].startswith("example.") or host == "example.com" for host in hosts)


def test_capitals_leave_the_path_alone() -> None:
    assert DISGUISES["in capitals"](PAGES["addr-01"]) == "HTTPS://MEDIA.EXAMPLE.ORG/p/0017.jpg"
