"""`classroomsim schema`: the format, for editors."""

from __future__ import annotations

import click

from classroomsim.cli.stopped import HOLDS


@click.command(epilog="Example:  classroomsim schema > scenario-1.schema.json")
def schema() -> int:
    """Print the JSON Schema of the scenario format, for editors with a YAML language server."""
    from classroomsim.scenario.schema import json_schema

    click.echo(json_schema(), nl=False)
    return HOLDS
