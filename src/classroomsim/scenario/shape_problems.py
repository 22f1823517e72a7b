"""From pydantic's errors to problems in a teacher's words, each at its place in the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from classroomsim.scenario.problems import Problem, suggest
from classroomsim.scenario.shape import ID
from classroomsim.scenario.source import Source, Value

FORMAT_VERSION = 1
Path = tuple[str | int, ...]
Shaped = TypeVar("Shaped", bound=BaseModel)


def validate(model: type[Shaped], source: Source) -> tuple[Shaped | None, tuple[Problem, ...]]:
    """The shape of a source's data, or None with every problem of its form."""
    if any(p.severity == "error" for p in source.problems):
        return None, source.problems
    newer = _newer_version(source)
    if newer is not None:
        return None, (*source.problems, newer)
    try:
        return model.model_validate(source.data), source.problems
    except ValidationError as error:
        found = _problems(model, error, source)
        return None, (*source.problems, *found)


def _newer_version(source: Source) -> Problem | None:
    version = source.data.get("classroomsim")
    if not isinstance(version, int) or isinstance(version, bool) or version <= FORMAT_VERSION:
        return None
    message = f"this file is written for format {version}; this program reads {FORMAT_VERSION}"
    place = source.places.of(("classroomsim",))
    return Problem("E107", place, source.name, message, "install a newer classroomsim")


def _problems(
    model: type[BaseModel], error: ValidationError, source: Source
) -> tuple[Problem, ...]:
    """One problem a place: where a union tried several shapes, the one that got furthest."""
    best: dict[Path, ErrorDetails] = {}
    for details in error.errors(include_url=False, include_input=False):
        path = _path(details, source.data)
        known = best.get(path)
        if known is None or (_is_type(known) and not _is_type(details)):
            best[path] = details
    found = [
        path
        for path in best
        if best[path]["type"] == "too_long"
        or not any(other[: len(path)] == path and len(other) > len(path) for other in best)
    ]
    problems = {path: _problem(model, best[path], path, source) for path in found}
    misspelt = {
        (path[:-1], it.fix) for path, it in problems.items() if it.code == "E102" and it.fix
    }
    return tuple(
        it
        for path, it in problems.items()
        if it.code != "E101" or (path[:-1], f"did you mean '{path[-1]}'?") not in misspelt
    )


def _is_type(details: ErrorDetails) -> bool:
    """Whether a value was of the wrong kind altogether; in a union, the first kind counts."""
    return details["type"].endswith("_type")


def _path(details: ErrorDetails, data: Value) -> Path:
    """The place in the data that an error is about, without pydantic's notes on unions."""
    at: Value = data
    path: list[str | int] = []
    loc = details["loc"]
    for n, step in enumerate(loc):
        if isinstance(at, dict) and step in at:
            at = at[str(step)]
            path.append(step)
        elif isinstance(at, list) and isinstance(step, int) and step < len(at):
            at = at[step]
            path.append(step)
        elif details["type"] == "missing" and n == len(loc) - 1:
            path.append(step)
    return tuple(path)


def _value(data: Value, path: Path) -> Value:
    for step in path:
        if isinstance(data, dict):
            data = data.get(str(step), "")
        elif isinstance(data, list) and isinstance(step, int):
            data = data[step] if step < len(data) else ""
    return data


def _problem(model: type[BaseModel], details: ErrorDetails, path: Path, source: Source) -> Problem:
    code, message, fix = _sentence(model, details, path, source.data)
    on_key = code == "E102" or "[key]" in details["loc"]
    place = source.places.key(path) if on_key else source.places.of(path)
    return Problem(code, place, source.name, message, fix)


def _sentence(
    model: type[BaseModel], details: ErrorDetails, path: Path, data: Value
) -> tuple[str, str, str | None]:
    name = _named(path)
    kind = details["type"]
    context: Mapping[str, object] = details.get("ctx", {})
    if kind == "missing":
        return "E101", f"{_named(path[:-1])} has no '{path[-1]}'", f"add '{path[-1]}:'"
    if kind == "extra_forbidden":
        return _unknown_key(model, path)
    if "[key]" in details["loc"]:
        return "E105", f"{name} is not a name that can be used", _ID_FIX
    if kind == "string_pattern_mismatch":
        return _pattern(name, str(context.get("pattern", "")))
    if kind == "literal_error":
        return "E104", f"{name} can't be that", f"write {context.get('expected', '')}"
    if kind in _TOO_MANY:
        return _size(kind, name, context)
    if kind in ("greater_than_equal", "less_than_equal"):
        limit = context.get("ge", context.get("le"))
        side = "at least" if "ge" in context else "at most"
        return "E104", f"{name} is out of range", f"use a number of {side} {limit}"
    return _wrong_type(kind, name, _value(data, path))


_ID_FIX = "use small letters, digits and _, starting with a letter, 40 at most"
_TOO_MANY = frozenset({"too_long", "too_short", "string_too_long", "string_too_short"})


def _size(kind: str, name: str, context: Mapping[str, object]) -> tuple[str, str, str | None]:
    limit = context.get("max_length", context.get("min_length"))
    if kind == "string_too_long":
        return "E011", f"{name} is too long", f"use at most {limit} characters"
    if kind == "string_too_short":
        return "E104", f"{name} is empty", "write it, or take the line out"
    if kind == "too_short":
        return "E106", f"{name} has too few items", f"give at least {limit}"
    return "E106", f"{name} has too many items", f"keep to {limit}"


def _pattern(name: str, pattern: str) -> tuple[str, str, str | None]:
    if pattern == ID:
        return "E105", f"{name} is not a name that can be used", _ID_FIX
    if "[01]" in pattern:
        return "E104", f"{name} is not a time of day", 'write it as "14:10", in quotes'
    if r"\.\." in pattern:
        return "E104", f"{name} is not a range", "write it as 0..10"
    return "E105", f"{name} is not a name that can be used", "write it as owner.gauge"


_WANTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a group of 'name: value' lines",
    "model_type": "a group of 'name: value' lines",
}


def _wrong_type(kind: str, name: str, value: Value) -> tuple[str, str, str | None]:
    wanted = _WANTED.get(kind, "something else")
    given = _given(value)
    fix = None
    if kind == "string_type" and isinstance(value, bool | int):
        fix = "put it in quotes; an effect is written 'up 2' or 'becomes 5', a flag 'yes' or 'no'"
    elif kind == "string_type" and isinstance(value, dict):
        fix = "put the text in quotes if it holds a colon"
    return "E103", f"{name} should be {wanted}, not {given}", fix


def _given(value: Value) -> str:
    match value:
        case bool():
            return "true or false"
        case int():
            return "a number"
        case "" | None:
            return "empty"
        case str():
            return "text"
        case list():
            return "a list"
        case _:
            return "a group of lines"


def _named(path: Path) -> str:
    """`'text' of scene 'the_book'`-like words for a path."""
    if not path:
        return "the file"
    words = [f"'{step}'" for step in path if isinstance(step, str)]
    if not words:
        return "this"
    item = f" (item {path[-1] + 1})" if isinstance(path[-1], int) else ""
    owner = ".".join(str(step) for step in path[:-1] if isinstance(step, str))
    within = f" in {owner}" if owner and not item else ""
    return f"{words[-1]}{item}{within}"


def _unknown_key(model: type[BaseModel], path: Path) -> tuple[str, str, str | None]:
    known = sorted({name for m in _models_at(model, path[:-1]) for name in m.model_fields})
    near = suggest(str(path[-1]), known)
    fix = f"did you mean '{near}'?" if near else f"known here are: {', '.join(known[:14])}"
    where = _named(path[:-1])
    return "E102", f"'{path[-1]}' is not known in {where}", fix


def _models_at(model: type[BaseModel], path: Path) -> set[type[BaseModel]]:
    """The models that may stand at a path: a step that is no field is a key or an index."""
    models = {model}
    for step in path:
        fields = [m.model_fields[str(step)] for m in models if step in m.model_fields]
        if fields:
            models = {found for field in fields for found in _models_in(field.annotation)}
    return models


def _models_in(annotation: object) -> set[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {annotation}
    return {found for part in get_args(annotation) for found in _models_in(part)}
