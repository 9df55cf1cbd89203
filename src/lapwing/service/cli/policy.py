"""`lapwing policy`: the policy in force, and whether another one could be."""

from pathlib import Path
from typing import Annotated

import typer

from lapwing.policy.book import Book, PolicyRule
from lapwing.service.cli.output import Output, step_text
from lapwing.service.cli.session import JsonFlag, start
from lapwing.service.policy_text import read_policy
from lapwing.service.settings import read_policy_text

app = typer.Typer(
    help="The policy: what is done with a match, and what with an unknown.", no_args_is_help=True
)


@app.command()
def show(context: typer.Context, as_json: JsonFlag = False) -> None:
    """Print the policy in force as it is written."""
    session, output = start(context, as_json=as_json)
    text, source = read_policy_text(session.home)
    if output.as_json:
        output.json(_as_data(read_policy(text), source))
    else:
        typer.echo(text, nl=False)


@app.command()
def check(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The policy to check.")],
    as_json: JsonFlag = False,
) -> None:
    """Read a policy to exhaustion, and say what is wrong in it or which rules it has."""
    session, output = start(context, as_json=as_json)
    text, source = read_policy_text(session.home, file)
    book = read_policy(text)
    if output.as_json:
        output.json(_as_data(book, source))
        return
    _tell(output, book)


def _tell(output: Output, book: Book) -> None:
    """Print a policy's rules for people."""
    output.say(f"{book.version}, reviewed by {book.reviewed_by} on {book.reviewed_on}", style="bold")
    rows = [("match", rule) for rule in book.matches] + [("gap", rule) for rule in book.gaps]
    output.table(
        "",
        ("about", "rule", "step", "queue", "says"),
        ((about, rule.name, step_text(rule.step), rule.queue, rule.says) for about, rule in rows),
    )


def _as_data(book: Book, source: str) -> dict[str, object]:
    """Return a policy as plain data."""
    return {
        "version": book.version,
        "source": source,
        "reviewed_by": book.reviewed_by,
        "reviewed_on": book.reviewed_on,
        "matches": [_rule(rule) for rule in book.matches],
        "gaps": [_rule(rule) for rule in book.gaps],
    }


def _rule(rule: PolicyRule) -> dict[str, object]:
    """Return a rule as plain data."""
    return {
        "name": rule.name,
        "when": rule.when.text.strip(),
        "step": rule.step,
        "queue": rule.queue,
        "priority": rule.priority,
        "obligations": rule.obligations,
        "says": rule.says,
    }
