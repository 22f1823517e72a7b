"""`classroomsim diary`: what it tells, what it changes, and what it refuses in one sentence."""

import io
import json
import os
import pty
import re
import select
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from classroomsim import cli
from classroomsim.diary.sitting import Sitting
from classroomsim.diary.store import Diary
from classroomsim.scenario.read import Reading
from tests.unit.diary.conftest import Clock

PROGRAM = (sys.executable, "-m", "classroomsim", "diary")
NOTE = "I saw Zo\u00eb by the door."
LINE = "If she freezes, then I will wait."
WAIT = 30


class Said(NamedTuple):
    """What one run of the command gave."""

    code: int
    out: str
    error: str


Run = Callable[..., Said]


@pytest.fixture(autouse=True)
def home(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the diary lies; nothing is there yet. It is as late as in Greenwich."""
    monkeypatch.setenv("CLASSROOMSIM_HOME", str(path.parent))
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield path.parent
    time.tzset()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command in this process; nobody is there to answer."""

    def program(*arguments: str | Path) -> Said:
        monkeypatch.setattr(sys, "argv", ["classroomsim", "diary", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(""))
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        said = capsys.readouterr()
        assert isinstance(stopped.value.code, int)
        return Said(stopped.value.code, said.out, said.err)

    return program


@pytest.fixture
def kept(path: Path, small: Reading) -> Path:
    """A diary with a play that ended, a second try, and one beat come back for."""
    with closing(Diary.open(path, clock=Clock())) as diary:
        first = Sitting.begin(small, "tired", diary, choices=("linger",))
        first.guess(["help_me"])
        for choice in ("cloth", "go_on", "wash"):
            first.choose(choice)
        first.note(NOTE, 1)
        first.plan(1, LINE, date(2026, 3, 10))
        first.try_again(1)
        diary.begin(first.texts, "small", "The spilled water", first.play.key, kind="revisit")
        diary.came(1, "It did.\nShe looked up.")
    return path


def refused(said: Said, *words: str) -> None:
    """One sentence on standard error, and the code for bad use."""
    assert said.code == 2
    assert said.error.startswith("classroomsim: ")
    assert said.error.count("\n") == 1
    for word in words:
        assert word in said.error


# ------------------------------------------------------------------------------- without a diary


def test_without_a_diary_there_is_a_sentence_and_nothing_is_made(run: Run, home: Path) -> None:
    for arguments in ((), ("list",), ("search", "door"), ("forget", "--all", "--yes")):
        said = run(*arguments)
        assert said.code == 0
        assert said.out.startswith("There is no diary on this computer")
        assert said.out.count("\n") == 1
    for bad in (("show", "1"), ("plan", "1"), ("forget", "1", "--yes"), ("export", "d.json")):
        refused(run(*bad), "There is no diary on this computer")
    assert not home.exists()


# --------------------------------------------------------------------------------------- looking


def test_the_list_tells_of_every_play_and_plan_and_where_they_lie(run: Run, kept: Path) -> None:
    said = run()
    assert said == run("list")
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[0] == f"Your diary is {kept}, on this computer only."
    assert "   1  The spilled water, played to its end, Tuesday 3 March 2026, 14:17" in lines
    assert any(
        re.match(r" {3}2  The spilled water, left part of the way, .* 14:\d\d$", it) for it in lines
    )
    assert any(re.match(r" {3}3  The spilled water, one moment come back to", it) for it in lines)
    assert "   1  The spilled water, for Tuesday 10 March 2026" in lines
    assert f"      {LINE}" in lines


def test_an_empty_diary_says_so(run: Run, path: Path) -> None:
    Diary.open(path).close()
    assert "There is nothing in it yet.\n" in run().out


def test_a_play_is_shown_moment_by_moment_with_what_was_written(run: Run, kept: Path) -> None:
    del kept
    told = run("show", "1").out
    parts = [
        "The spilled water\n",
        "played to its end",
        "14:10, the water\n    You looked at the clock.",
        "14:10, the water\n    You passed her a cloth.",
        "    What you wondered: I can't manage this by myself.\n",
        f"    Your note: {NOTE}\n",
        f"    Your plan, number 1: {LINE}\n",
        "    How the day went: It did.\n    She looked up.\n",
        "14:30, putting away\n    You washed a brush beside her.\n\n",
        "The brushes are clean.",
        "In this telling, Ada had been up since five.",
    ]
    places = [told.find(part) for part in parts]
    assert -1 not in places, told
    assert places == sorted(places)
    again = run("show", "2").out
    assert "left part of the way" in again
    assert "A second try of play 1.\n" in again
    assert "Ada had been up" not in again, "what was underneath is told at the end"
    assert "One moment that you came back to" in run("show", "3").out


def test_a_play_that_this_program_can_not_play_still_shows_what_was_written(
    run: Run, kept: Path
) -> None:
    with closing(Diary.open(kept)) as diary:
        diary._sql.execute("UPDATE plays SET engine = 99")
    said = run("show", "1")
    assert said.code == 0
    for part in ("was played with another version", NOTE, LINE, "She looked up."):
        assert part in said.out


@pytest.mark.parametrize("number", ["9", "0", "-1", "two", "9999999999999999999999"])
def test_a_number_that_is_not_there_is_said_so(run: Run, kept: Path, number: str) -> None:
    del kept
    for command in (("show",), ("plan",), ("forget", "--yes"), ("forget", "--yes", "--plan")):
        refused(run(*command, number))


def test_words_are_found_whatever_their_accents(run: Run, kept: Path) -> None:
    del kept
    said = run("search", "ZOE")
    assert said.code == 0
    first, second = said.out.splitlines()
    assert re.match("A note, play 1, The spilled water, Tuesday 3 March 2026, 14:..$", first)
    assert second == f"    {NOTE}"
    assert run("search", "freezes").out.startswith("A plan, play 1, ")
    assert run("search", "spilled").out.count("A play, ") == 3
    refused(run("search", " "), "say which words to look for")
    assert run("search", "%").out == "Your diary does not hold '%'.\n"


def test_a_plan_can_be_changed_and_told_how_the_day_went(run: Run, kept: Path) -> None:
    del kept
    assert run("plan", "1").out == (
        "The spilled water, for Tuesday 10 March 2026\n"
        f"    Your plan: {LINE}\n    How the day went: It did.\n    She looked up.\n"
    )
    assert run("plan", "1", "--line", "If she laughs, I wait.", "--day", "none").out == (
        "The spilled water\n"
        "    Your plan: If she laughs, I wait.\n    How the day went: It did.\n"
        "    She looked up.\n"
    )
    said = run("plan", "1", "--day", "2026-04-01", "--came", "It came.")
    assert "for Wednesday 1 April 2026" in said.out
    assert "How the day went: It came.\n" in said.out
    refused(run("plan", "1", "--day", "Tuesday"), "'Tuesday' is no day; write it as in 2026-12-01")


def test_what_a_terminal_would_obey_is_not_printed(run: Run, kept: Path) -> None:
    with closing(Diary.open(kept)) as diary:
        diary._sql.execute("UPDATE plays SET title = 'A' || char(27) || '[2J' || char(8238)")
        diary._sql.execute("UPDATE notes SET text = 'B' || char(27) || ']0;x' || char(7)")
        diary._sql.execute("UPDATE plans SET line = 'C' || char(155) || '2J', title = char(27)")
    for arguments in ((), ("show", "1"), ("search", "b"), ("plan", "1")):
        said = run(*arguments)
        assert said.code == 0
        assert re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", said.out) is None


def test_a_damaged_diary_is_said_in_a_sentence(run: Run, path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"words" * 2_000)
    for arguments in ((), ("show", "1"), ("search", "b"), ("export", "d.json")):
        refused(run(*arguments), "is damaged or is no diary")
    assert path.exists()


# ---------------------------------------------------------------------------------------- copies


@pytest.mark.parametrize("name", ["copy.json", "copy.html", "copy.md"])
def test_a_copy_holds_the_whole_diary_and_says_so_first(
    run: Run, kept: Path, tmp_path: Path, name: str
) -> None:
    del kept
    file = tmp_path / name
    said = run("export", file)
    assert said.code == 0
    first, second = said.out.splitlines()
    assert first.startswith("The copy will hold every play in your diary, with what you guessed")
    assert second == f"Saved as {file}."
    text = file.read_text(encoding="utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    for part in ("Zo\u00eb", "freezes", "looked up"):
        assert part in text
    before = file.read_bytes()
    file.write_text("something else", encoding="utf-8")
    refused(run("export", file), "choose another name")
    assert file.read_text(encoding="utf-8") == "something else"
    assert run("export", file, "--force").code == 0
    assert file.read_bytes() == before


def test_the_data_is_all_there(run: Run, kept: Path, tmp_path: Path) -> None:
    run("export", tmp_path / "copy.json")
    data = json.loads((tmp_path / "copy.json").read_text(encoding="utf-8"))
    with closing(Diary.open(kept)) as diary:
        assert data == json.loads(json.dumps(diary.as_data()))


def test_a_copy_of_no_known_kind_is_refused(run: Run, kept: Path, tmp_path: Path) -> None:
    del kept
    refused(run("export", tmp_path / "copy.doc"), "should end in .html", ".json")
    refused(run("export", tmp_path / "nowhere" / "copy.md"), "there is no folder")
    assert list(tmp_path.glob("copy*")) == []


# ------------------------------------------------------------------------------------- forgetting


def test_forgetting_asks_first_and_needs_somebody_to_answer(run: Run, kept: Path) -> None:
    for what in (["1"], ["--plan", "1"], ["--all"]):
        refused(run("forget", *what), "add --yes")
    for what in ([], ["1", "--all"], ["1", "--plan", "1"]):
        refused(run("forget", *what, "--yes"), "say what to forget")
    with closing(Diary.open(kept)) as diary:
        assert len(diary.entries()) == 3
        assert len(diary.plans()) == 1


def test_a_play_or_a_plan_is_forgotten(run: Run, kept: Path) -> None:
    said = run("forget", "--plan", "1", "--yes")
    assert said == (0, "It is forgotten. Copies that you saved stay where they are.\n", "")
    assert run("search", "freezes").out.startswith("Your diary does not hold")
    assert run("forget", "1", "--yes").code == 0
    assert run("search", "zoe").out.startswith("Your diary does not hold")
    files = b"".join(file.read_bytes() for file in kept.parent.iterdir())
    assert b"freezes" not in files
    assert NOTE.encode() not in files


@pytest.mark.parametrize("damaged", [False, True])
def test_everything_is_forgotten(run: Run, kept: Path, damaged: bool) -> None:  # noqa: FBT001
    if damaged:
        kept.write_bytes(kept.read_bytes()[:3_000])
    said = run("forget", "--all", "--yes")
    assert said.code == 0
    assert said.out.startswith("Everything is forgotten, and no diary is kept.")
    assert list(kept.parent.iterdir()) == []
    assert run().out.startswith("There is no diary on this computer")


def answered(typed: str, *arguments: str) -> tuple[int, str]:
    """The command at a terminal, where something is typed once it asks; its code and its words."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*PROGRAM, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    ) as child:
        os.close(theirs)
        try:
            shown = read_until(ours, b"[y/N]:")
            os.write(ours, typed.encode())
            shown += read_until(ours, None)
            code = child.wait(WAIT)
        finally:
            child.kill()
    os.close(ours)
    return code, shown.decode()


def read_until(terminal: int, end: bytes | None) -> bytes:
    """What is shown, up to some words or to the end."""
    shown = b""
    while end is None or end not in shown:
        assert select.select([terminal], [], [], WAIT)[0], shown
        try:
            got = os.read(terminal, 4_096)
        except OSError:  # as Linux says the end
            got = b""
        if not got:
            break
        shown += got
    return shown


def test_only_a_yes_forgets(kept: Path) -> None:
    code, shown = answered("n\n", "forget", "1")
    assert code == 0
    assert "Forget play 1, 'The spilled water', with its notes and plans, for good?" in shown
    assert "nothing was forgotten" in shown
    code, shown = answered("\x04", "forget", "--all")
    assert code == 0
    assert str(kept) in shown
    with closing(Diary.open(kept)) as diary:
        assert len(diary.entries()) == 3
    code, shown = answered("y\n", "forget", "--plan", "1")
    assert (code, "It is forgotten." in shown) == (0, True)
    assert LINE in shown, "it says which"
    code, shown = answered("y\n", "forget", "--all")
    assert (code, "Everything is forgotten" in shown) == (0, True)
    assert list(kept.parent.iterdir()) == []
