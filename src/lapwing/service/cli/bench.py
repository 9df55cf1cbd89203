"""`lapwing bench`: how fast this machine screens."""

from itertools import chain
from typing import Annotated

import typer

from lapwing.service import bench as measures
from lapwing.service.cli.output import as_data
from lapwing.service.cli.session import JsonFlag, start
from lapwing.service.wiring import open_engine


def bench(
    context: typer.Context,
    rows: Annotated[int, typer.Option(min=1, help="Fingerprints in the index.")] = 1_000_000,
    pictures: Annotated[int, typer.Option(min=1, help="Pictures through the workers.")] = 200,
    as_json: JsonFlag = False,
) -> None:
    """Measure each stage on this machine: fingerprints, index, terms, and the confined workers.

    These are this machine's own figures; benchmarks/ in the source tree compares with others' software.
    """
    session, output = start(context, as_json=as_json)
    settings = session.settings()
    with output.progress("measuring") as advance, open_engine(session.home, settings) as engine:
        measurer = engine.kit.measurer
        stages = chain(
            measures.fingerprints(),
            measures.index(rows),
            measures.terms(),
            measures.screening(measurer, in_flight=engine.in_flight, pictures=pictures),
        )
        figures = []
        for figure in stages:
            figures.append(figure)
            advance(len(figures), len(measures.SIZES) + 4)
    if output.as_json:
        output.json(as_data(figures))
        return
    output.table("", ("measured", "", ""), ((each.what, f"{each.value:,.2f}", each.unit) for each in figures))
