"""`classroomsim map`: a scenario drawn, with what leads where and how often."""

from __future__ import annotations

import sys

import click

from classroomsim.cli.options import MOST_STATES
from classroomsim.cli.reading import read
from classroomsim.cli.stopped import HOLDS


@click.command(
    "map",
    epilog="Examples:  classroomsim map tuesday_210 --format svg > map.svg   ·   classroomsim map "
    "my_scenario.yaml --format dot | dot -Tpdf > map.pdf",
)
@click.argument("scenario", metavar="FILE or id")
@click.option(
    "--format",
    "layout",
    type=click.Choice(["mermaid", "dot", "svg"]),
    default="mermaid",
    help="How the map is written: for GitHub, for Graphviz, or as a picture for a browser.",
)
@MOST_STATES
def draw_map(scenario: str, layout: str, limit: int | None) -> int:
    """Draw a scenario: its scenes, choices and endings, what leads where, and how often."""
    from classroomsim.pages.dot import to_dot
    from classroomsim.pages.mermaid import to_mermaid
    from classroomsim.pages.svg import to_svg
    from classroomsim.proof.atlas import MOST_ON_MAP, atlas_of
    from classroomsim.proof.progress import ProgressLine

    reading = read(scenario)
    line = ProgressLine(sys.stderr)
    line.about(reading.source.name)
    try:
        atlas = atlas_of(reading.sound, limit or MOST_ON_MAP, line.report)
    finally:
        line.clear()
    writers = {"mermaid": to_mermaid, "dot": to_dot, "svg": to_svg}
    click.echo(writers[layout](atlas), nl=False)
    if not atlas.complete:
        msg = "classroomsim: the map does not say how often, since there are too many states for"
        click.echo(f"{msg} that; raise --max-states to have them looked at", err=True)
    return HOLDS
