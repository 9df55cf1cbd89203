"""Make the pages that are made from the code: plug-ins and commands; `--check` fails where one is stale."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import typer
from typer.main import get_command

from lapwing.compliance.register import all_checks
from lapwing.intake import all_kinds
from lapwing.lists.registry import all_sources
from lapwing.model.plugins import Manifest
from lapwing.policy.decide import all_invariants
from lapwing.service.cli.main import app
from lapwing.signals.registry import all_detectors

DOCS = Path(__file__).parents[1] / "docs"
# Commands and their parameters are the command library's own, which publishes no names for their types.
MADE = "<!-- Made by `python -m tools.generate_docs`; do not edit. -->"


def plugins_page() -> str:
    """Return the page of all plug-ins."""
    folders: tuple[tuple[str, str, Mapping[str, object]], ...] = (
        ("Kinds of content", "intake/kinds", all_kinds()),
        ("Detectors", "signals/detectors", all_detectors()),
        ("Shapes of lists", "lists/sources", all_sources()),
        ("Invariants", "policy/rules", all_invariants()),
        ("Checks of the code register", "compliance/checks", all_checks()),
    )
    lines = [MADE, "", "# Plug-ins", "", "One file each; the file's name is the plug-in's name."]
    for title, folder, plugins in folders:
        lines += ["", f"## {title}", "", f"In `src/lapwing/{folder}/`.", ""]
        lines += ["| name | title | what it does | follows | limits |", "|---|---|---|---|---|"]
        lines += [_row(_manifest(plugin)) for plugin in plugins.values()]
    return "\n".join(lines) + "\n"


def _manifest(plugin: object) -> Manifest:
    """Return what a plug-in says of itself."""
    manifest = getattr(plugin, "manifest", None)
    if not isinstance(manifest, Manifest):
        raise TypeError(f"{plugin!r} has no manifest")
    return manifest


def _row(manifest: Manifest) -> str:
    """Return a table's row about one plug-in."""
    cells = (f"`{manifest.name}`", manifest.title, manifest.about, manifest.reference, manifest.limits)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def commands_page() -> str:
    """Return the page of all commands, as their help says."""
    lines = [MADE, "", "# Commands", ""]
    for path, command in _commands(get_command(app), "lapwing"):
        lines += [f"## {path}", "", *_help(path, command), ""]
    return "\n".join(lines).rstrip() + "\n"


def _commands(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Give every command below *command*, itself first."""
    yield path, command
    for name, child in getattr(command, "commands", {}).items():
        yield from _commands(child, f"{path} {name}")


def _help(path: str, command: Any) -> Iterator[str]:
    """Give the lines about one command: usage, what it does, its arguments and options."""
    context = typer.Context(command, info_name=path)
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"`{path} {usage}`"
    yield ""
    yield (command.help or "").split("\f", maxsplit=1)[0].strip()
    records = [record for each in command.params if (record := _option(each, context))]
    if records:
        yield from ("", "| option | |", "|---|---|")
        yield from (f"| `{name}` | {says} |" for name, says in records)
    if command.epilog:
        yield from ("", command.epilog)


def _option(parameter: Any, context: typer.Context) -> tuple[str, str] | None:
    """Return an argument's or option's name and help; None for the ones every command has."""
    if parameter.name in {"help", "install_completion", "show_completion"}:
        return None
    record = parameter.get_help_record(context)
    name = record[0] if record else parameter.make_metavar(context)
    says = record[1] if record else getattr(parameter, "help", "")
    return name.replace("|", "\\|"), str(says or "").replace("|", "\\|")


def main(arguments: Sequence[str]) -> int:
    """Write the pages, or with --check say which are stale; return 1 where one is."""
    stale = 0
    for name, text in (("plugins.md", plugins_page()), ("commands.md", commands_page())):
        page = DOCS / name
        if "--check" not in arguments:
            page.write_text(text, encoding="utf-8")
        elif not page.exists() or page.read_text(encoding="utf-8") != text:
            print(f"docs/{name} is stale; run: python -m tools.generate_docs")
            stale = 1
    return stale


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
