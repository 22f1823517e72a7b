"""The command line: exit codes, and one clear sentence for whatever goes wrong."""

import io
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from classroomsim import cli
from classroomsim.diary.store import DiaryError
from classroomsim.plain.player import PlainPlayer
from classroomsim.scenario.library import scenario_files
from tests.unit.plain.hearing import CONTROLS, SEVEN, WHOLE_PLAY

SMALL = Path(__file__).parents[1] / "scenarios" / "small.yaml"
PROGRAM = (sys.executable, "-m", "classroomsim")


class Said(NamedTuple):
    """What one run of the program gave."""

    code: int
    out: str
    error: str


Run = Callable[..., Said]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a diary would lie; nothing is there yet."""
    folder = tmp_path / "home"
    monkeypatch.setenv("CLASSROOMSIM_HOME", str(folder))
    return folder


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The program in this process, with lines of input from a pipe."""

    def program(*arguments: str | Path, typed: str | None = "") -> Said:
        monkeypatch.setattr(sys, "argv", ["classroomsim", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", None if typed is None else io.StringIO(typed))
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        said = capsys.readouterr()
        assert isinstance(stopped.value.code, int)
        return Said(stopped.value.code, said.out, said.err)

    return program


def one_sentence(said: Said, code: int) -> str:
    """What was said on standard error, and nothing on standard output."""
    assert said.code == code, said
    assert said.out == ""
    assert said.error.startswith("classroomsim: ")
    assert said.error.count("\n") == 1
    assert "Traceback" not in said.error
    assert CONTROLS.search(said.error) is None
    return said.error


# ---------------------------------------------------------------------------- bad use of it


def test_a_scenario_that_is_not_there_may_be_another(run: Run) -> None:
    said = one_sentence(run("play", "tuesday_201", "--plain"), 2)
    assert "there is no scenario 'tuesday_201'; did you mean 'tuesday_210'?" in said
    assert "shows them all" in one_sentence(run("play", "zzz", "--plain"), 2)


def test_a_folder_is_no_scenario(run: Run, tmp_path: Path) -> None:
    assert "is a folder; name one scenario file in it" in one_sentence(run("play", tmp_path), 2)


def test_a_file_that_is_missing_may_be_the_one_beside_it(run: Run) -> None:
    said = one_sentence(run("play", SMALL.with_name("smal.yaml"), "--plain"), 2)
    assert "there is no file" in said
    assert "small.yaml'?" in said


def test_a_file_that_may_not_be_read(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "story.yaml"
    path.write_bytes(SMALL.read_bytes())
    opened = Path.open

    def refuse(
        self: Path, mode: str = "r", encoding: str | None = None, errors: str | None = None
    ) -> object:
        if self == path:
            raise PermissionError(13, "Permission denied")
        return opened(self, mode, -1, encoding, errors)

    monkeypatch.setattr(Path, "open", refuse)
    for command in (["play", "--plain"], ["check"]):
        said = one_sentence(run(*command, path), 2)
        assert "story.yaml may not be read; look at its permissions" in said


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--underneath", "lunch_roe"], "no telling 'lunch_roe'"),
        (["--underneath", "lunch_roe"], "did you mean 'lunch_row'?"),
        (["--underneath", "qqqqqq"], "it has lunch_row, "),
        (["--underneath", ""], "no telling ''"),
        (["--from", "first_ten_second"], "did you mean 'first_ten_seconds'?"),
        (["--from", "zzzzzz"], "it has first_ten_seconds, "),
        (["--from-play", "books_stay,sing"], "sing"),
        (["--from", "first_ten_seconds", "--from-play", "books_stay"], "give one of them"),
        (["--underneth", "x"], "--underneath"),
    ],
)
def test_where_to_begin_must_be_somewhere(run: Run, arguments: list[str], says: str) -> None:
    assert says in one_sentence(run("play", "tuesday_210", "--plain", *arguments), 2)


def test_the_linear_text_has_no_shelf_and_says_what_there_is(run: Run) -> None:
    said = one_sentence(run("play", "--plain"), 2)
    assert "name the scenario to play" in said
    assert all(path.stem in said for path in scenario_files())


@pytest.mark.parametrize("arguments", [[], ["play"], ["play", "tuesday_210"]])
def test_screens_need_a_terminal(run: Run, arguments: list[str]) -> None:
    assert "--plain" in one_sentence(run(*arguments), 2)
    assert "--plain" in one_sentence(run(*arguments, typed=None), 2)


@pytest.mark.parametrize("arguments", [["nope"], ["check"], ["--nope"], ["check", "nope.yaml"]])
def test_other_bad_use(run: Run, arguments: list[str]) -> None:
    one_sentence(run(*arguments), 2)


def test_controls_in_a_name_are_not_passed_on(run: Run) -> None:
    one_sentence(run("play", "\x1b]0;owned\x07\u202e.yaml", "--plain"), 2)
    one_sentence(run("\x1b[31m"), 2)


# ------------------------------------------------------------------------------ what is broken


def test_a_broken_scenario_is_shown_with_its_lines(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    text = SMALL.read_text(encoding="utf-8")
    text = text.replace("pupil.stress: 5", "pupil.stres: 5").replace("goto: washed", "goto: wash_")
    path.write_text(text, encoding="utf-8")
    said = run("play", path, "--plain")
    assert (said.code, said.out) == (1, "")
    places = re.findall(r"broken\.yaml:(\d+):\d+: E\d{3} ", said.error)
    wanted = [n for n, line in enumerate(text.splitlines(), 1) if "stres: 5" in line]
    wanted += [n for n, line in enumerate(text.splitlines(), 1) if "goto: wash_" in line]
    assert list(map(int, places)) == wanted
    assert said.error.endswith("broken.yaml can't be played yet: mend what is listed above\n")


def test_a_draft_with_warnings_can_be_played(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    text = SMALL.read_text(encoding="utf-8").replace("The table is nearly dry.", "All wrong.")
    path.write_text(text, encoding="utf-8")
    said = run("play", path, "--plain", typed="2\n1\n1\n")
    assert (said.code, said.error) == (0, "")


def test_a_fault_of_the_program_is_a_sentence_too(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(PlainPlayer, "play", fault)
    said = one_sentence(run("play", "tuesday_210", "--plain"), 1)
    assert "ZeroDivisionError" in said


def test_what_the_system_refuses_is_a_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(PlainPlayer, "play", full)
    said = one_sentence(run("play", "tuesday_210", "--plain"), 1)
    assert said.endswith("it had to stop here, since the system says: No space left on device\n")


def test_a_diary_that_cannot_be_opened_is_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from classroomsim.diary.store import Diary

    def refuse(_path: Path) -> Diary:
        raise DiaryError("It is damaged; move it somewhere else.")

    monkeypatch.setattr(Diary, "open", refuse)
    said = one_sentence(run("play", "tuesday_210", "--plain", "--diary"), 2)
    assert said == "classroomsim: It is damaged; move it somewhere else.\n"


# -------------------------------------------------------------------------------- how it plays


def test_a_play_may_begin_at_a_scene_or_after_choices(run: Run) -> None:
    said = run("play", "tuesday_210", "--plain", "--from", "first_ten_seconds")
    assert said.code == 0
    assert "14:10, the book." in said.out
    said = run("play", SMALL, "--plain", "--from", "afterwards")
    assert "14:30, putting away." in said.out
    said = run("play", SMALL, "--plain", "--from-play", " cloth , go_on ")
    assert "14:30, putting away." in said.out


def test_a_scene_is_sought_under_every_telling(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "apart.yaml"
    text = SMALL.read_text(encoding="utf-8").replace(
        "        goto: the_table\n",
        "        goto: [{when: underneath.left_out, to: the_table}, {to: afterwards}]\n",
        1,
    )
    path.write_text(text, encoding="utf-8")
    assert "14:12, the table." in run("play", path, "--plain", "--from", "the_table").out
    named = run("play", path, "--plain", "--from", "the_table", "--underneath", "tired")
    assert "no play leads to 'the_table' under 'tired'" in one_sentence(named, 2)


def test_authors_see_gauges_and_players_do_not(run: Run) -> None:
    assert "pupil.stress" in run("play", "tuesday_210", "--plain", "--author", typed="1\n").out
    assert "pupil.stress" not in run("play", "tuesday_210", "--plain", typed="1\n").out


def test_a_diary_is_kept_only_when_asked_for(run: Run, home: Path) -> None:
    for arguments in ([], ["--no-diary"]):
        assert run("play", "tuesday_210", "--plain", *arguments, typed="1\n").code == 0
        assert not home.exists()
    assert run("play", "tuesday_210", "--plain", "--diary", typed="1\n").code == 0
    assert (home / "diary.db").exists()


def test_without_any_input_it_begins_and_ends(run: Run) -> None:
    said = run("play", "tuesday_210", "--plain", typed=None)
    assert (said.code, said.error) == (0, "")


def test_version_and_help(run: Run) -> None:
    assert run("--version").out.startswith("classroomsim ")
    for arguments in (["--help"], ["play", "-h"], ["check", "--help"], ["schema", "--help"]):
        said = run(*arguments)
        assert (said.code, said.error) == (0, "")
        assert "Example" in said.out


# ---------------------------------------------------------------------- a process of its own


def program(*arguments: str, typed: bytes = b"", **rest: str) -> subprocess.CompletedProcess[bytes]:
    """The program with a pipe at both ends."""
    return subprocess.run(
        [*PROGRAM, *arguments],
        input=typed,
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, **rest},
    )


def test_a_play_through_a_pipe_ends_in_the_debrief() -> None:
    typed = "\n".join(WHOLE_PLAY[:8]).encode() + b"\n"
    done = program("play", "tuesday_210", "--plain", "--underneath", "lunch_row", typed=typed)
    assert (done.returncode, done.stderr) == (0, b"")
    lines = done.stdout.decode().splitlines()
    places = [lines.index(heading) for heading in SEVEN]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "environment",
    [{"NO_COLOR": "1"}, {"FORCE_COLOR": "1"}, {"PYTHONIOENCODING": "ascii:strict"}],
    ids=["no colour", "colour", "ascii"],
)
def test_text_is_text_in_every_environment(environment: dict[str, str]) -> None:
    typed = b"n caf\xff\xc3\xa9\n1\nl\n"
    done = program("play", "tuesday_210", "--plain", typed=typed, **environment)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\x1b" not in done.stdout
    assert b"At 14:10, the book: caf" in done.stdout


@pytest.mark.parametrize(
    "command",
    [
        "yes 1 | {} play tuesday_210 --plain | head -1",
        "{} schema | head -1",
        "{} play tuesday_210 --plain <&- | tail -1",
    ],
)
def test_a_pipe_that_is_closed_is_no_fault(command: str) -> None:
    script = f"set -o pipefail; {command.format(' '.join(PROGRAM))}; echo ${{PIPESTATUS[@]}}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, check=False, timeout=60)
    assert done.stderr == b""
    *_, codes = done.stdout.splitlines()
    assert b"2" not in codes.split()
    assert codes.split()[-1] == codes.split()[-2] == b"0"


def test_nowhere_to_write_is_said() -> None:
    script = f"{' '.join(PROGRAM)} play tuesday_210 --plain >&- </dev/null"
    done = subprocess.run(["bash", "-c", script], capture_output=True, check=False, timeout=60)
    assert done.returncode == 2
    assert b"nowhere to write" in done.stderr


def test_ctrl_c_leaves_without_a_trace() -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*PROGRAM, "play", "tuesday_210", "--plain", "--no-diary"],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        said = b""
        while not said.endswith(b"\n> "):  # it waits for a line: the prompt is there
            said += (got := os.read(child.stdout.fileno(), 4_096))
            assert got, said
        child.send_signal(signal.SIGINT)
        rest, errors = child.communicate(timeout=30)
        assert child.returncode == 0
    assert rest.strip() == errors == b""
    os.close(ours)
    os.close(theirs)
