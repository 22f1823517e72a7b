"""The phone's and the remote's pages, filled in. Whatever is put into them stays text."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from classroomsim.pages.prose import typographic

ASSETS = files("classroomsim.room") / "assets"


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("classroomsim.room", "assets"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _shown(value: object) -> object:
    """Texts with the curly quotation marks that the wall has; ids and numbers hold none."""
    return typographic(value) if type(value) is str else value


def page(name: str, **values: object) -> str:
    """A page of `assets/`, with these values. Raises `jinja2.TemplateError` for a faulty page."""
    return _environment().get_template(name).render(values)


@cache
def asset(name: str) -> bytes:
    """A sheet or a script of `assets/`."""
    return (ASSETS / name).read_bytes()
