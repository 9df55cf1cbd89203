import pytest

from lapwing.lists.mapping import (
    BadMapping,
    Field,
    column_map,
    map_from_options,
    map_from_toml,
    natural_map,
)

KINDS = frozenset({"md5", "pdq", "url"})

TOML = """
[columns]
hash_id = "id"
md5_hex = "md5"
pdq_hex = "pdq?"
class = "category"
state = "status"
junk = "ignored"
[constants]
added_on = "2026-01-31"
[codes.category]
"1" = "a"
[codes.status]
Active = "active"
Withdrawn = "retired"
"""


def test_toml_and_options_say_the_same() -> None:
    plain = map_from_toml('[columns]\nx = "id"\ny = "md5?"\nz = "pdq"\n[constants]\nnote = "n"', kinds=KINDS)
    assert map_from_options(["x=id", "y=md5?", "z=pdq", "=note:n"], kinds=KINDS) == plain
    assert plain.fields == {Field.ID: "x"}
    assert plain.fingerprints == (("y", "md5"), ("z", "pdq"))
    assert plain.optional == {"y"}
    assert plain.constants == {Field.NOTE: "n"}


def test_every_column_that_is_spoken_of_is_known() -> None:
    columns = map_from_toml(TOML, kinds=KINDS)
    assert columns.columns == {"hash_id", "md5_hex", "pdq_hex", "class", "state", "junk"}
    assert columns.codes[Field.STATUS]["Withdrawn"] == "retired"


def test_a_mapping_prints_the_same_whatever_the_order_it_was_written_in() -> None:
    one = column_map({"a": "id", "b": "value", "c": "kind?"}, kinds=KINDS)
    other = column_map({"c": "kind?", "b": "value", "a": "id"}, kinds=KINDS)
    assert str(one) == str(other)
    assert '"kind?"' in str(one)


def test_an_equals_sign_belongs_to_the_column() -> None:
    assert map_from_options(["a=b=md5"], kinds=KINDS).fingerprints == (("a=b", "md5"),)


@pytest.mark.parametrize(
    ("columns", "constants", "codes"),
    [
        ({}, {}, {}),  # no fingerprint
        ({"a": "id"}, {}, {}),
        ({"a": "value"}, {}, {}),  # of which kind
        ({"a": "kind"}, {}, {}),
        ({"a": "kind", "b": "value", "c": "md5"}, {}, {}),  # two ways to one
        ({"a": "md5", "b": "pdq"}, {}, {}),  # whose id
        ({"a": "id", "b": "id", "c": "md5"}, {}, {}),
        ({"a": "id?", "b": "md5"}, {}, {}),
        ({"a": "sha9"}, {}, {}),
        ({"a": "md5", "b": "catgory"}, {}, {}),
        ({"a": "md5"}, {"id": "x"}, {}),  # one id for all
        ({"a": "md5"}, {"colour": "x"}, {}),
        ({"a": "md5"}, {"category": "d"}, {}),
        ({"a": "value"}, {"kind": "sha9"}, {}),
        ({"a": "md5"}, {"added_on": "31/01/2026"}, {}),
        ({"a": "md5"}, {"note": "\x1b"}, {}),
        ({"a": "md5", "b": "category"}, {"category": "a"}, {}),
        ({"a": "md5", "b": "category"}, {}, {"category": {"1": "d"}}),
        ({"a": "md5"}, {}, {"category": {"1": "a"}}),  # codes of nothing
        ({"a": "md5", "b": "note"}, {}, {"note": {"1": "a"}}),
        ({"a": "md5", "b": "status"}, {}, {}),  # codes nobody explains
        ({"a": "md5", "b": "status"}, {}, {"status": {"1": "gone"}}),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_refused(
    columns: dict[str, str], constants: dict[str, str], codes: dict[str, dict[str, str]]
) -> None:
    with pytest.raises(BadMapping):
        column_map(columns, kinds=KINDS, constants=constants, codes=codes)


@pytest.mark.parametrize(
    "text",
    [
        "columns",
        "",
        '[columns]\na = 1\nb = "md5"',
        'a = "md5"',
        '[columns]\na = "md5"\n[code]\nx = "y"',
        '[columns]\na = "md5"\n[codes]\ncategory = "a"',
        '[columns]\na = "md5"\na = "md5"',
    ],
)
def test_a_text_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(BadMapping):
        map_from_toml(text, kinds=KINDS)


@pytest.mark.parametrize(
    "options", [["a"], ["a="], ["=kind:"], ["=kind"], ["a=md5", "a=md5"], ["=x:y", "a=md5"]]
)
def test_an_option_of_another_form_is_refused(options: list[str]) -> None:
    with pytest.raises(BadMapping):
        map_from_options(options, kinds=KINDS)


@pytest.mark.parametrize(
    "columns", [["id", "kind", "value", "item", "category", "note"], ["id", "md5", "pdq"], ["url"]]
)
def test_our_own_names_need_no_mapping(columns: list[str]) -> None:
    assert natural_map(columns, kinds=KINDS).columns == set(columns)


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        (["id", "md5_hex"], "line 1: md5_hex (did you mean md5?)."),
        (["ID", "PDQ"], "ID (did you mean id?), PDQ (did you mean pdq?)."),
        (["hash_id", "pdq"], "hash_id (did you mean"),
        (["id", "catgory"], "catgory (did you mean category?)."),
        (["zz", "md5"], "line 1: zz. A column has to be called"),
        (["md5", "status"], "line 1: status. "),
        ([f"x{at}" for at in range(9)], "x4 and 4 more."),
        (["id", "\x1b[2J"], "?[2J"),
    ],
)
def test_another_name_needs_one_and_is_told_with_what_it_may_be(columns: list[str], says: str) -> None:
    with pytest.raises(BadMapping) as refused:
        natural_map(columns, kinds=KINDS)
    assert says in str(refused.value)


def test_a_file_without_a_header_is_told_so_and_its_first_row_is_not_repeated() -> None:
    with pytest.raises(BadMapping, match="no header") as refused:
        natural_map(["e1", "ab" * 16], kinds=KINDS)
    assert "ab" * 16 not in str(refused.value)


def test_a_field_that_is_misspelt_in_a_mapping_is_guessed() -> None:
    with pytest.raises(BadMapping, match=r"did you mean category\?"):
        map_from_options(["a=md5", "b=catgory"], kinds=KINDS)
