"""`lapwing list add, accept, review`: what a person decides about a list."""

from typing import Annotated

import typer

from lapwing.flows.keep_list import Review, accept_version, register_list, review_list
from lapwing.model.lists import ListClass, ListInfo, Threshold, Tier
from lapwing.service.cli.list_ledger import ledger_of
from lapwing.service.cli.list_show import NameArgument
from lapwing.service.cli.output import as_data
from lapwing.service.cli.session import ByOption, JsonFlag, WhyOption, start
from lapwing.service.clock import now
from lapwing.service.wiring import open_lists


def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Lower-case letters, digits and hyphens.")],
    list_class: Annotated[ListClass, typer.Option("--class", help="What its entries are.")],
    tier: Annotated[Tier, typer.Option(help="How far it is trusted.")],
    source: Annotated[str, typer.Option(help="Who gives it.")],
    by: ByOption,
    title: Annotated[str, typer.Option(help="A title for people; the name if left out.")] = "",
    jurisdiction: Annotated[str, typer.Option(help="The law entries were judged by; * for none.")] = "*",
    licence: Annotated[str, typer.Option(help="Under which agreement it is used.")] = "",
    near_bits: Annotated[int, typer.Option(min=0, max=64, help="At most so many bits apart is near.")] = 31,
    least_quality: Annotated[int, typer.Option(min=0, max=100, help="PDQ quality to compare at all.")] = 50,
    as_json: JsonFlag = False,
) -> None:
    """Register a list. It matches nothing until a version is imported."""
    session, output = start(context, as_json=as_json)
    threshold = Threshold(near_bits=near_bits, least_quality=least_quality)
    info = ListInfo(
        name=name,
        title=title or name,
        source=source,
        list_class=list_class,
        tier=tier,
        jurisdiction=jurisdiction,
        licence=licence,
        threshold=threshold,
    )
    tell = ledger_of(session.home)
    register_list(info, registry=open_lists(session.home), by=by, now=now())
    tell("list.register", name, by=by, list_class=list_class.value, tier=tier.value)
    if output.as_json:
        output.json(as_data(info))
    output.say(f"{name} is registered. Next: lapwing list import {name} FILE")


def accept(
    context: typer.Context,
    name: NameArgument,
    version: Annotated[int, typer.Argument(help="The version to swap in.")],
    by: ByOption,
    why: WhyOption,
    as_json: JsonFlag = False,
) -> None:
    """Swap in a version that a person decided for: one that was held, or an earlier one again."""
    session, output = start(context, as_json=as_json)
    tell = ledger_of(session.home)
    accept_version(name, version, register=open_lists(session.home), by=by, why=why, now=now())
    tell("list.accept", name, by=by, why=why, version=version)
    if output.as_json:
        output.json({"list": name, "version": version, "state": "serving"})
    output.say(f"Version {version} of {name} serves now.")


def review(
    context: typer.Context,
    name: NameArgument,
    by: ByOption,
    why: WhyOption,
    near_bits: Annotated[int | None, typer.Option(min=0, max=64)] = None,
    exact_bits: Annotated[
        int | None,
        typer.Option(min=0, max=64, help="At most so many bits apart is the same; none is, if left out."),
    ] = None,
    least_quality: Annotated[int | None, typer.Option(min=0, max=100)] = None,
    precision: Annotated[float | None, typer.Option(min=0, max=1, help="As measured for the review.")] = None,
    recall: Annotated[float | None, typer.Option(min=0, max=1, help="As measured for the review.")] = None,
    sample_size: Annotated[
        int | None, typer.Option(min=1, help="How many matches people looked at to measure the precision.")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Sign how near counts on a list, with the figures it rests on; look-ups go by it at once."""
    session, output = start(context, as_json=as_json)
    figures = Review(
        near_bits=near_bits,
        exact_bits=exact_bits,
        least_quality=least_quality,
        precision=precision,
        recall=recall,
        sample_size=sample_size,
    )
    register, tell = open_lists(session.home), ledger_of(session.home)
    threshold = review_list(name, figures, register=register, by=by, why=why, now=now())
    tell("list.review", name, by=by, why=why, near_bits=threshold.near_bits, exact_bits=threshold.exact_bits)
    if output.as_json:
        output.json(as_data(threshold))
    same = "no distance" if exact_bits is None else f"at most {exact_bits} bits"
    output.say(f"{name}: near is at most {threshold.near_bits} bits apart, the same is {same}.")
