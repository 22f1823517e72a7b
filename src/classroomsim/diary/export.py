"""The whole diary as plain values, to be written as JSON and read by other programs.

    format, version     "classroomsim diary" and this shape's version
    plays               newest first: id, kind ("play" or "revisit"), scenario, title, text (a hash
                        in `texts`), engine, telling, choices, started, last, ended, finished,
                        second_try_of, focus, guesses (by moment), notes (moment, text, written)
    plans               newest first: id, play, scenario, title, scene, moment, line, day, made,
                        changed, came, came_on
    settings            by name
    texts               by hash: scenario_name, scenario, rulebook_name, rulebook

Moments are numbers from 0, times ISO 8601 in UTC, days ISO 8601, and what there is none of null.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from classroomsim.diary.record import Entry, Plan, Texts

FORMAT = "classroomsim diary"
VERSION = 1


def as_data(
    entries: Iterable[Entry],
    plans: Iterable[Plan],
    settings: Mapping[str, str],
    texts: Mapping[str, Texts],
) -> dict[str, object]:
    """All of it, ready for `json.dumps`."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "plays": [_play(entry) for entry in entries],
        "plans": [_plan(plan) for plan in plans],
        "settings": dict(settings),
        "texts": {
            name: {
                "scenario_name": text.scenario_name,
                "scenario": text.scenario,
                "rulebook_name": text.rulebook_name,
                "rulebook": text.rulebook,
            }
            for name, text in texts.items()
        },
    }


def _play(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.id,
        "kind": entry.kind,
        "scenario": entry.scenario_id,
        "title": entry.title,
        "text": entry.key.scenario,
        "engine": entry.key.engine,
        "telling": entry.key.telling,
        "choices": list(entry.key.choices),
        "started": entry.started.isoformat(),
        "last": entry.last.isoformat(),
        "ended": entry.ended,
        "finished": _written(entry.finished),
        "second_try_of": entry.parent,
        "focus": entry.focus,
        "guesses": {str(n): list(options) for n, options in entry.guesses.items()},
        "notes": [
            {"moment": note.number, "text": note.text, "written": note.written.isoformat()}
            for note in entry.notes
        ],
    }


def _plan(plan: Plan) -> dict[str, object]:
    return {
        "id": plan.id,
        "play": plan.play,
        "scenario": plan.scenario_id,
        "title": plan.title,
        "scene": plan.scene,
        "moment": plan.number,
        "line": plan.line,
        "day": _written(plan.day),
        "made": plan.made.isoformat(),
        "changed": plan.changed.isoformat(),
        "came": plan.came,
        "came_on": _written(plan.came_on),
    }


def _written(day: date | None) -> str | None:
    """A day, or a time (which is a day too); None stays None."""
    return None if day is None else day.isoformat()
