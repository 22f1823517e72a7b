"""A play opened: on the screens of the app, or as linear text."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, TextIO

import click

from classroomsim.cli.stopped import BAD_USE, HOLDS, StoppedError

if TYPE_CHECKING:
    from classroomsim.diary.store import Diary
    from classroomsim.scenario.read import Reading


def open_app(
    keep: bool | None,  # noqa: FBT001
    reading: Reading | None,
    telling: str | None,
    choices: tuple[str, ...],
    *,
    author: bool,
) -> int:
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        msg = "the screens need a terminal; use 'classroomsim play tuesday_210 --plain' in a pipe"
        raise StoppedError(msg, BAD_USE)
    from classroomsim.ui.app import run

    return run(keep, reading, telling, author=author, choices=choices)


def play_plain(
    reading: Reading,
    telling: str | None,
    choices: tuple[str, ...],
    keep: bool | None,  # noqa: FBT001
    *,
    author: bool,
) -> int:
    from classroomsim.diary.store import DiaryError, diary_path
    from classroomsim.plain.player import PlainPlayer

    if sys.stdout is None:
        msg = "there is nowhere to write the play to; leave standard output open"
        raise StoppedError(msg, BAD_USE)
    interactive = is_terminal(sys.stdin)
    lines = sys.stdin or io.StringIO()
    player = PlainPlayer(lines, sys.stdout, interactive=interactive, author=author)
    diary = None
    try:
        if keep is None and interactive:
            path = diary_path()
            keep = path.exists() or player.wants_diary(path)
        if keep:
            diary = open_diary()
        player.play(reading, telling, choices, diary)
    except DiaryError as error:
        raise StoppedError(str(error), BAD_USE) from None
    except KeyboardInterrupt:
        click.echo()
    finally:
        if diary is not None:
            diary.close()
    return HOLDS


def revisit_plain(reading: Reading, keep: bool | None) -> int:  # noqa: FBT001
    from classroomsim.diary.store import DiaryError, diary_path
    from classroomsim.plain import help as said
    from classroomsim.plain.player import PlainPlayer

    if sys.stdout is None:
        msg = "there is nowhere to write the play to; leave standard output open"
        raise StoppedError(msg, BAD_USE)
    if keep is False or not diary_path().exists():
        raise StoppedError(said.NO_DIARY_TO_COME_BACK_TO, BAD_USE)
    player = PlainPlayer(sys.stdin or io.StringIO(), sys.stdout, interactive=is_terminal(sys.stdin))
    diary = None
    try:
        diary = open_diary()
        if not player.revisit(diary, reading.sound.id):
            raise StoppedError(said.NOTHING_TO_COME_BACK_TO, BAD_USE)
    except DiaryError as error:
        raise StoppedError(str(error), BAD_USE) from None
    except KeyboardInterrupt:
        click.echo()
    finally:
        if diary is not None:
            diary.close()
    return HOLDS


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a standard stream is a terminal; one that was closed is none."""
    return stream is not None and stream.isatty()


def open_diary() -> Diary:
    from classroomsim.diary.store import Diary, diary_path

    return Diary.open(diary_path())
