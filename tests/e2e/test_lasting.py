"""What lasts, in a real terminal: look back, rehearse, compare, plan, quit, and come back."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal, app, clock
from tests.e2e.test_play_through import Player, ended, first_line, nearly_over, titled

OpenTerminal = Callable[..., Terminal]

MINE = " And I will breathe out first."
DATED = {
    "plays": ("started", "last", "finished"),
    "notes": ("written",),
    "plans": ("made", "changed", "came_on"),
}
"""The columns of the diary that hold a time."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where the diary lies."""
    return tmp_path / "home"


def days_go_by(home: Path, days: int) -> None:
    """Moves every time in a diary so many days into the past, as if they had gone by since."""
    with closing(sqlite3.connect(home / "diary.db")) as sql, sql:
        for table, columns in DATED.items():
            for column in columns:
                rows = sql.execute(f"SELECT rowid, {column} FROM {table}").fetchall()  # noqa: S608
                for row, written in rows:
                    if written is not None:
                        earlier = datetime.fromisoformat(written) - timedelta(days=days)
                        sql.execute(
                            f"UPDATE {table} SET {column} = ? WHERE rowid = ?",  # noqa: S608
                            (earlier.isoformat(timespec="microseconds"), row),
                        )


def kept_plans(home: Path) -> list[tuple[str, str, str | None]]:
    """The line, how it went and the day of each plan in the diary."""
    with closing(sqlite3.connect(home / "diary.db")) as sql:
        return sql.execute("SELECT line, came, day FROM plans ORDER BY id").fetchall()


def write(terminal: Terminal, text: str) -> None:
    """Writes this behind what stands in the box, and keeps it."""
    terminal.wait_for("Esc Leave it")
    terminal.write(text)
    terminal.send("Enter")
    terminal.wait_for(lambda screen: "Esc Leave it" not in screen)


def plan_for_tuesday(player: Player) -> None:
    """Makes the line of the coaching the player's own, and gives it a day."""
    terminal, home = player.terminal, player.home
    terminal.send("t")
    terminal.wait_for(titled("For Tuesday"))
    terminal.wait_for("It is not kept yet.")
    terminal.press("2", "Please don\u2019t name real pupils")
    write(terminal, MINE)
    terminal.wait_for("It is kept in your diary")
    [(line, _, _)] = kept_plans(home)
    assert line.startswith("If ")
    assert line.endswith(MINE)
    terminal.press("2", "Which day is it for?")
    terminal.send("1")
    terminal.wait_for("Save a file for your calendar")
    terminal.wait_for(lambda _: kept_plans(home)[0][2] is not None)
    terminal.send("q")
    terminal.wait_for(titled("Looking back"))


def save_a_copy(terminal: Terminal, file: Path) -> None:
    """Saves what is looked back on, where it is suggested."""
    terminal.send("s")
    terminal.wait_for("It will hold:")
    terminal.send("1")
    terminal.wait_for("Where shall it lie?")
    write(terminal, "")
    terminal.wait_for("Saved. It lies here:")
    terminal.send("Enter")
    terminal.wait_for(titled("Looking back"))
    assert MINE.strip() in file.read_text(encoding="utf-8")


def play_one_moment(player: Player) -> None:
    """Plays the moment that was come back for, and goes on to its coaching."""
    terminal, telling = player.terminal, player.play.telling
    terminal.press("2", "You have come back to")
    assert player.play.telling != telling, "something else is underneath"
    terminal.press("1", ended)
    terminal.press("Enter", titled("Looking back"))
    terminal.wait_for("r Try again")
    terminal.wait_for("What you noticed")


def test_a_play_is_looked_back_on_planned_from_and_come_back_to_days_later(
    open_terminal: OpenTerminal, home: Path, tmp_path: Path
) -> None:
    command = ["play", "tuesday_210", "--underneath", "lunch_row", "--diary"]
    terminal = open_terminal(
        app(*command, "--from-play", nearly_over(2)),
        env={"CLASSROOMSIM_HOME": str(home), "HOME": str(tmp_path)},
        cwd=tmp_path,
    )
    player = Player(terminal, home)
    player.begin()
    player.play_on()
    player.look_back()
    player.try_again_and_compare()
    plan_for_tuesday(player)
    save_a_copy(terminal, tmp_path / "tuesday-2-10-looking-back.html")
    terminal.send("q")
    assert terminal.wait_for_end() == 0

    days_go_by(home, 3)
    terminal = open_terminal(app(), env={"CLASSROOMSIM_HOME": str(home)})
    player = Player(terminal, home)
    terminal.wait_for("You might like to come back to")
    terminal.send("Down")
    terminal.press("Enter", titled("Coming back"))
    terminal.wait_for("You had planned")
    terminal.press("1", "Esc Leave it")
    write(terminal, "It came on Wednesday.")
    terminal.wait_for("How it went")
    [(line, came, _)] = kept_plans(home)
    assert came == "It came on Wednesday."
    play_one_moment(player)
    terminal.send("q")
    terminal.wait_for(titled("Coming back"))
    terminal.press("3", titled("For Tuesday"))
    terminal.press("1", "Esc Leave it")
    write(terminal, " If it is loud, I will wait.")
    terminal.wait_for(lambda _: kept_plans(home)[0][0] == f"{line} If it is loud, I will wait.")
    terminal.send("q")
    terminal.wait_for(titled("Coming back"))
    terminal.send("q")
    terminal.wait_for(titled("the shelf"))
    terminal.wait_for(lambda screen: "You might like to come back to" not in screen)
    terminal.send("q")
    assert terminal.wait_for_end() == 0


@pytest.mark.parametrize(("columns", "lines"), [(60, 20), (120, 40)])
def test_the_diary_is_looked_through_and_all_of_it_is_forgotten(
    open_terminal: OpenTerminal, home: Path, columns: int, lines: int
) -> None:
    command = ["play", "tuesday_210", "--underneath", "noise", "--diary"]
    terminal = open_terminal(app(*command), env={"CLASSROOMSIM_HOME": str(home)})
    player = Player(terminal, home)
    player.begin()
    player.choose()
    terminal.send("n")
    write(terminal, "Ask who was on duty.")
    terminal.wait_for("Your note is kept.")
    terminal.send("q")
    assert terminal.wait_for_end() == 0

    terminal = open_terminal(
        app(), env={"CLASSROOMSIM_HOME": str(home)}, columns=columns, lines=lines
    )
    terminal.wait_for("Carry on")
    terminal.send("d")
    terminal.wait_for("Ask who was on duty.")
    terminal.send("/")
    write(terminal, "duty")
    terminal.wait_for("Looked for: duty")
    terminal.press("Enter", clock)
    terminal.send("q")
    terminal.wait_for(titled("Your diary"))
    terminal.send("x")
    terminal.wait_for("What shall be forgotten?")
    terminal.send("3")
    terminal.wait_for("Forget the whole diary?")
    terminal.send("2")
    terminal.wait_for("You keep no diary")
    assert list(home.iterdir()) == []
    terminal.send("q")
    terminal.wait_for(titled("the shelf"))
    assert "Carry on" not in terminal.text()
    terminal.send("q")
    assert terminal.wait_for_end() == 0


def test_a_colleague_is_watched_from_before_a_play(open_terminal: OpenTerminal) -> None:
    terminal = open_terminal(app("play", "tuesday_210", "--no-diary"))
    terminal.wait_for("Enter Begin")
    before = first_line(terminal.text())
    terminal.send("w")
    terminal.wait_for(titled("A colleague\u2019s telling"))
    terminal.wait_for("Thinking aloud")
    terminal.send("q")
    terminal.wait_for(lambda screen: first_line(screen) == before)
    terminal.send("f")
    terminal.wait_for("It is not a target.")
    terminal.send("2")
    terminal.wait_for("To look at afterwards: My words")
    terminal.press("Enter", clock)
    terminal.send("q")
    assert terminal.wait_for_end() == 0
