"""Text reaches widgets through one door; every key has an id; the guard of keys; plain words."""

import ast
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.binding import Binding

import classroomsim.ui
from classroomsim.ui import (
    app,
    ask,
    before,
    days,
    diary,
    first_run,
    guess,
    looking_back,
    note,
    options,
    plan,
    play,
    revisit,
    shelf,
    side_by_side,
    tell,
    watch,
    what_if,
    write,
)
from classroomsim.ui.guard import KeyGuard
from classroomsim.ui.help import HelpScreen
from classroomsim.ui.plain_words import ago, in_words, minutes_in_words
from classroomsim.ui.text import paragraphs, prose, typographic, words
from classroomsim.ui.widgets.key_bar import Hint, laid_out, length

UI = Path(classroomsim.ui.__file__).parent
TAKES_TEXT = {"Static", "Label", "Button", "Option", "notify", "update", "Collapsible", "Markdown"}
ATTRIBUTES = {"tooltip", "border_title", "border_subtitle", "placeholder"}
GIVES_TEXT = {"words", "prose", "paragraphs", "lines", "joined", "heading", "legend", "gauges"}
PAGES = (
    *(app.ClassroomSim, shelf.ShelfScreen, before.BeforeScreen, play.PlayScreen),
    *(what_if.WhatIfScreen, HelpScreen, ask.AskDialog, first_run.FirstRunScreen),
    *(guess.GuessDialog, note.NoteDialog, write.WriteDialog, tell.TellDialog, days.DayDialog),
    *(diary.DiaryScreen, plan.PlanScreen, revisit.RevisitScreen, watch.WatchScreen),
    *(looking_back.LookingBackScreen, side_by_side.SideBySideScreen, options.OptionsDialog),
)


def test_prose_has_typographic_marks_and_light_emphasis_and_nothing_else() -> None:
    content = prose('"I\'m *not* doing it." [/] [@click=app.quit]x[/]')
    assert content.plain == "\u201cI\u2019m not doing it.\u201d [/] [@click=app.quit]x[/]"
    assert [(span.start, span.end) for span in content.spans] == [(5, 8)]
    assert words("*so* [b]").plain == "*so* [b]"
    assert paragraphs(["a", "b"]).plain == "a\n\nb"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("'so'", "\u2018so\u2019"),
        ("the '90s", "the \u201990s"),
        ("boys' books", "boys\u2019 books"),
        ('("Hi")', "(\u201cHi\u201d)"),
        ("wait...", "wait\u2026"),
        ("2 * 3", "2 * 3"),
    ],
)
def test_typographic(typed: str, read: str) -> None:
    assert typographic(typed) == read


def test_control_characters_are_gone() -> None:
    assert words("a\x1b]52;c;x\x07b\u202ec").plain == "a]52;c;xbc"


def bare_texts(tree: ast.Module) -> list[int]:
    """Lines where a widget is given text that is neither `Content` nor made by `text.py`."""
    contents = contents_of(tree)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = called(node)
            plain = any(word.arg == "markup" for word in node.keywords)  # notify(..., markup=False)
            if name in TAKES_TEXT and node.args and not is_content(node.args[0], contents) | plain:
                found.append(node.lineno)
            found += [node.lineno for word in node.keywords if word.arg in ATTRIBUTES]
        if isinstance(node, ast.Assign):
            names = {getattr(target, "attr", "") for target in node.targets}
            if names & ATTRIBUTES and not is_content(node.value, contents):
                found.append(node.lineno)
    return found


def called(node: ast.Call) -> str:
    return str(getattr(node.func, "id", getattr(node.func, "attr", "")))


def contents_of(tree: ast.Module) -> set[str]:
    """Names in a module that stand for `Content`: by annotation, or by what they are given."""
    names = set(GIVES_TEXT)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and is_annotated(node.returns):
            names.add(node.name)
        if isinstance(node, ast.arg | ast.AnnAssign) and is_annotated(node.annotation):
            names.add(node.arg if isinstance(node, ast.arg) else ast.unparse(node.target))
    for _ in range(3):  # one name may be given another
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and is_content(node.value, names):
                names |= {ast.unparse(target) for target in node.targets}
    return names


def is_annotated(node: ast.expr | None) -> bool:
    return node is not None and ast.unparse(node) in {"Content", "'Content'"}


def is_content(node: ast.expr, names: set[str]) -> bool:
    match node:
        case ast.Call():
            return called(node) in names | {"assemble", "join", "Content", "stylize"}
        case ast.Name() | ast.Attribute():
            return ast.unparse(node) in names or getattr(node, "attr", "") in names
        case ast.IfExp():
            return is_content(node.body, names) and is_content(node.orelse, names)
        case ast.Constant():
            return node.value == ""
        case _:
            return False


@pytest.mark.parametrize(
    "path", sorted(UI.rglob("*.py")), ids=lambda path: str(path.relative_to(UI))
)
def test_no_bare_string_reaches_a_widget(path: Path) -> None:
    assert bare_texts(ast.parse(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_every_key_has_an_id_of_its_own(page: type) -> None:
    ids = []
    for binding in page.__dict__.get("BINDINGS", []):
        assert isinstance(binding, Binding)
        assert binding.id, binding
        ids.append(binding.id)
    assert len(ids) == len(set(ids))


def test_the_keys_say_less_where_there_is_less_room_and_never_half() -> None:
    hints = [
        Hint("1", "Choose", "Choose", spare=True),
        Hint("b", "Go back now", "Back"),
        Hint("q", "Leave the play", "Leave"),
    ]
    assert [h.label for h in laid_out(hints, 60)[0]] == ["Choose", "Go back now", "Leave the play"]
    assert [h.label for h in laid_out(hints, 30)[0]] == ["Choose", "Back", "Leave"]
    assert [h.label for h in laid_out(hints, 16)[0]] == ["Back", "Leave"]
    rows = laid_out(hints, 8)
    assert len(rows) == 2
    assert all(length(row) <= 8 for row in rows)


def test_the_guard_wants_a_beat_to_be_seen_and_a_key_to_be_let_go() -> None:
    now = 10.0
    guard = KeyGuard(lambda: now)
    assert not guard.allows("1"), "nothing is shown yet"
    guard.shown()
    now += 0.3
    assert guard.allows("2")
    guard.hide()
    guard.shown()
    for _ in range(20):
        now += 0.5
        assert not guard.allows("2"), "the first pause of a held key, and its repeats"
        now -= 0.47
    now += 0.3
    assert guard.allows("3"), "another key is meant"
    now += 0.8
    assert guard.allows("3"), "and so is one that was let go"


def test_numbers_and_times_are_in_words() -> None:
    now = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
    assert minutes_in_words(10) == "about ten minutes"
    assert in_words(42) == "forty-two"
    assert ago(now, now).startswith("today at ")
    assert ago(now - timedelta(days=1), now).startswith("yesterday at ")
    assert ago(now - timedelta(days=3), now).startswith("on Tuesday at ")
    assert ago(now - timedelta(days=21), now) == "three weeks ago"
