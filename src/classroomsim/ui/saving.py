"""Saving a copy: what it will contain is said first, then its form and its place are asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from classroomsim.ui.ask import Answer, AskDialog
from classroomsim.ui.plain_words import as_sentence
from classroomsim.ui.tell import TellDialog
from classroomsim.ui.write import WriteDialog

if TYPE_CHECKING:
    from textual.app import App

WHERE = "Where shall it lie?"
HERE = "You can change its name and its folder."
OVER = "There is a file of that name already."
SAVED = "Saved. It lies here:"
YOURS = "Nothing was sent anywhere. The file is yours to keep, to show, or to delete."


@dataclass(frozen=True, slots=True)
class Form:
    """One form that a copy can have: what it says of itself, its file's end, and its text."""

    says: str
    suffix: str
    text: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Copy:
    """Something that can be saved: `contains` says what will be in it, `kind` names its file."""

    title: str
    contains: tuple[str, ...]
    about: str
    kind: str
    forms: tuple[Form, ...]


async def save_copy(app: App[int], copy: Copy) -> bool:
    """Asks what it has to, saves, and says where it lies; False where it was left.

    For a worker: it waits for answers.
    """
    from classroomsim.pages.save import suggest_path

    form = await _form(app, copy)
    if form is None:
        return False
    name = str(suggest_path(copy.about, copy.kind, form.suffix))
    while True:
        written = await app.push_screen_wait(WriteDialog(WHERE, (HERE,), name, does="Save"))
        if not written:
            return False
        name = written
        trouble = await _save(app, form, Path(written))
        if trouble is None:
            return True
        if trouble:
            await app.push_screen_wait(TellDialog(copy.title, (trouble,)))


async def _form(app: App[int], copy: Copy) -> Form | None:
    """The form that is wanted; asked even where there is one only, since it says what is in it."""
    answers = [Answer(form.suffix, form.says) for form in copy.forms]
    suffix = await app.push_screen_wait(AskDialog(copy.title, copy.contains, answers))
    return next((form for form in copy.forms if form.suffix == suffix), None)


async def _save(app: App[int], form: Form, path: Path) -> str | None:
    """None where it is saved; else why not, or '' where another name is wanted."""
    from classroomsim.pages.save import SaveError

    path = await asyncio.to_thread(_whole, path)
    replace = await asyncio.to_thread(_exists, path)
    if replace:
        answers = (Answer("other", "Choose another name"), Answer("over", "Write over it"))
        if await app.push_screen_wait(AskDialog(OVER, (), answers)) != "over":
            return ""
    try:
        where = _written(form, path, replace=replace)
    except SaveError as error:
        return as_sentence(str(error))
    await app.push_screen_wait(TellDialog(SAVED, (YOURS,), exactly=where))
    return None


def _written(form: Form, path: Path, *, replace: bool) -> str:
    """Where it lies now. Raises `SaveError`."""
    from classroomsim.pages.save import save

    save(form.text(), path, replace=replace)
    return str(path)


def _whole(path: Path) -> Path:
    """The path from the root on; `~` is the player's own folder."""
    try:
        return path.expanduser().absolute()
    except RuntimeError:  # a `~name` whom nobody knows
        return path.absolute()


def _exists(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # saving it will say why
        return False
