"""Options that more than one command has."""

from __future__ import annotations

import click

KEEP = click.option(
    "--diary/--no-diary",
    "keep",
    default=None,
    help="Keep a private diary on this computer, or keep nothing. Asked where there is none yet.",
)

MOST_STATES = click.option(
    "--max-states",
    "limit",
    type=click.IntRange(min=1),
    metavar="N",
    help="Look at no more than this many states.",
)
