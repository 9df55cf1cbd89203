"""`lapwing list`: which commands there are about reference lists."""

import typer

from lapwing.service.cli import list_entries, list_import, list_keep, list_register, list_show

app = typer.Typer(
    help="Reference lists: register, import, change, compare, accept, retire.", no_args_is_help=True
)
app.command("add")(list_register.add)
app.command("import")(list_import.import_)
app.command("accept")(list_register.accept)
app.command("review")(list_register.review)
app.command("edit")(list_keep.edit)
app.command("put")(list_entries.put)
app.command("take-out")(list_entries.take_out)
app.command("retire")(list_keep.retire)
app.command("reinstate")(list_keep.reinstate)
app.command("show")(list_show.show)
app.command("versions")(list_show.versions)
app.command("diff")(list_show.diff)
app.command("verify")(list_keep.verify)
