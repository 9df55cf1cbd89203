"""`lapwing list`: which commands there are about reference lists."""

import typer

from lapwing.service.cli import list_import, list_register, list_show

app = typer.Typer(help="Reference lists: register, import, compare, accept.", no_args_is_help=True)
app.command("add")(list_register.add)
app.command("import")(list_import.import_)
app.command("accept")(list_register.accept)
app.command("review")(list_register.review)
app.command("show")(list_show.show)
app.command("versions")(list_show.versions)
app.command("diff")(list_show.diff)
