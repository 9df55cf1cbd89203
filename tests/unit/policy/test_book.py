"""A policy is read to exhaustion: what is misspelt, unknown or of the wrong sort is refused by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.model.lists import Closeness, ListClass, Tier
from lapwing.policy.book import BadPolicy, read_book
from lapwing.policy.expression import Answer, BadCondition, Condition
from lapwing.policy.facts import CLOSED, GAP_TYPES, MATCH_TYPES
from tests.policy_material import DEFAULT_POLICY, decided, match

HEAD = """
version = "7"
reviewed_by = "A. Person"
reviewed_on = 2026-01-02
sample_share = 0.5
default_queue = "review"
"""
RULE = """
[[match]]
name = "one"
when = 'match.kind == "pdq"'
step = "hold"
says = "Because."
"""


def test_a_policy_carries_its_version_and_a_digest_of_its_text() -> None:
    assert read_book(HEAD + RULE).version.startswith("7+")
    assert read_book(HEAD + RULE).version != read_book(HEAD + RULE.replace("Because", "Since")).version


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (RULE, "version is missing"),
        (HEAD + "extra = 1\n" + RULE, "unknown fields extra"),
        (HEAD.replace("0.5", "1.5") + RULE, "sample_share"),
        (HEAD.replace("0.5", '"half"') + RULE, "sample_share is no float"),
        (HEAD + RULE + "prio = 3\n", "in rule one: unknown fields prio"),
        (HEAD + RULE + "priority = 101\n", "priority goes from 0 to 100"),
        (HEAD + RULE + "priority = true\n", "priority goes from 0 to 100"),
        (HEAD + RULE.replace('"hold"', '"holds"'), "holds is none of allow, deter"),
        (HEAD + RULE + 'obligations = ["tell"]\n', "tell is none of preserve"),
        (HEAD + RULE.replace("match.kind", "match.sort"), "in rule one: 1:6: undeclared reference"),
        (HEAD + RULE.replace('== "pdq"', "== 3"), "no matching overload"),
        (HEAD + RULE.replace('match.kind == "pdq"', "match.kind"), "true or false"),
        (HEAD + RULE + RULE, "same name"),
        (HEAD + "match = 3\n", "[[match]]"),
        (HEAD + "match = [3]\n", "[[match]]"),
        ("version = ", "Invalid value"),
    ],
)
def test_a_policy_that_is_wrong_is_refused_by_name(text: str, named: str) -> None:
    with pytest.raises(BadPolicy) as refused:
        read_book(text)
    assert named in str(refused.value)


@pytest.mark.parametrize(
    ("condition", "named"),
    [
        ('match.list_class == "cssam"', "match.list_class is never 'cssam'; it is one of allow, csam, "),
        ('"authorities" != match.tier', "match.tier is never 'authorities'; it is one of authority, "),
        ('match.tier in ["authority", "review"]', "match.tier is never 'review'"),
        ('!(match.kind == "pdq" && (match.closeness) == "Exact")', "match.closeness is never 'Exact'"),
        ('match.category == ""', "match.category is never ''"),
        ('match.region == "hole" ? true : false', "match.region is never 'hole'"),
        ('size([match.turn == "left"]) > 0', "match.turn is never 'left'"),
        ('{"a": surface.audience == "publik"}["a"]', "surface.audience is never 'publik'"),
        ('["a"].exists(x, surface.on_unknown == "stop")', "surface.on_unknown is never 'stop'"),
        ('account.age_band == "16"', "account.age_band is never '16'"),
    ],
)
def test_a_comparison_that_can_never_come_true_is_refused_with_what_could(condition: str, named: str) -> None:
    with pytest.raises(BadPolicy) as refused:
        read_book(HEAD + RULE.replace("'match.kind == \"pdq\"'", f"'''{condition}'''"))
    assert f"in rule one: {named}" in str(refused.value)


def test_a_gaps_reason_is_one_of_those_there_are() -> None:
    rule = RULE.replace("[[match]]", "[[gap]]")
    read_book(HEAD + rule.replace('match.kind == "pdq"', 'gap.why == "too-slow"'))
    with pytest.raises(BadPolicy, match=r"gap\.why is never 'slow'; it is one of damaged, "):
        read_book(HEAD + rule.replace('match.kind == "pdq"', 'gap.why == "slow"'))


@pytest.mark.parametrize("value", [each.value for each in (*ListClass, *Tier, *Closeness)])
def test_every_value_of_a_closed_choice_can_be_compared_with(value: str) -> None:
    facts = {"list_class": ListClass, "tier": Tier, "closeness": Closeness}
    (fact,) = (name for name, choices in facts.items() if value in set(choices))
    read_book(HEAD + RULE.replace('match.kind == "pdq"', f'match.{fact} == "{value}"'))


def test_what_plug_ins_bring_is_checked_where_it_is_known() -> None:
    misspelt = HEAD + RULE.replace('"pdq"', '"pqd"')
    assert read_book(misspelt).matches
    with pytest.raises(BadPolicy, match=r"match\.kind is never 'pqd'; it is one of md5, pdq"):
        read_book(misspelt, plugged_in={"match.kind": frozenset({"md5", "pdq"})})


def test_every_closed_fact_is_one_that_conditions_have() -> None:
    assert CLOSED.keys() <= MATCH_TYPES.keys() | GAP_TYPES.keys()


@given(st.recursive(st.sampled_from(("a", "b", "c")), lambda inner: st.tuples(inner, inner), max_leaves=12))
def test_every_comparison_in_a_condition_is_seen(tree: object) -> None:
    compared = []

    def condition(part: object) -> str:
        if isinstance(part, tuple):
            left, right = part
            return f"!({condition(left)} && ({condition(right)} || match.quality > 3))"
        compared.append(("match.tier", str(part)))
        return f'match.tier == "{part}"'

    text = condition(tree)
    assert Condition(text, types=MATCH_TYPES).compared() == tuple(compared)


def test_a_condition_that_cannot_be_worked_out_asks_for_a_person() -> None:
    broken = RULE.replace('match.kind == "pdq"', "1 / match.distance_bits == 1")
    decision = decided(match(), book=read_book(HEAD + broken))
    assert decision.step == "hold"
    assert "could not be worked out" in decision.reasons[0].says


def test_a_condition_answers_unknown_rather_than_false_on_an_error() -> None:
    condition = Condition("1 / match.distance_bits == 1", types=MATCH_TYPES)
    assert condition.ask({"match.distance_bits": 0}) is Answer.UNKNOWN
    assert condition.ask({"match.distance_bits": 1}) is Answer.TRUE
    assert condition.ask({"match.distance_bits": 2}) is Answer.FALSE
    assert condition.ask({}) is Answer.UNKNOWN


def test_a_condition_that_costs_too_much_is_unknown() -> None:
    inner = "true"
    for name in "abcde":
        inner = f"[{','.join('1' for _ in range(50))}].all({name}, {inner})"
    assert Condition(inner, types={}).ask({}) is Answer.UNKNOWN


def test_a_match_that_no_rule_speaks_of_is_held() -> None:
    decision = decided(match(), book=read_book(HEAD))
    assert decision.step == "hold"
    assert "No rule of the policy speaks of it" in decision.reasons[0].says


def test_a_condition_longer_than_a_rule_needs_is_refused() -> None:
    with pytest.raises(BadCondition):
        Condition("true" + " || true" * 1_000, types={})


def test_the_policy_that_ships_is_readable_and_says_who_reviewed_it() -> None:
    book = read_book(DEFAULT_POLICY.read_text())
    assert book.reviewed_by
    assert all(rule.says.endswith(".") for rule in (*book.matches, *book.gaps))
