"""What the program says is written or forgotten is so, though it is killed as it says it."""

import signal
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from classroomsim.diary.store import Diary
from tests.e2e.terminal import Pty, app

OpenPty = Callable[..., Pty]
PLAY = ["play", "tuesday_210", "--plain"]
BEGIN = [*PLAY, "--underneath", "lunch_row", "--diary"]
LINE = "If mine goes quiet, then I will wait."
CAME = "It did, and I waited."
NOTE = "He looked at the window."


class Player:
    """Types lines at the prompts of the linear text."""

    def __init__(self, pty: Pty) -> None:
        self.pty = pty
        self.heard = 0

    def type(self, line: str) -> str:
        """Answers the next prompt; gives what is then said, up to the prompt after it."""
        self.pty.wait_for(lambda output: output.endswith(b"\n> "))
        self.heard = len(self.pty.output)
        self.pty.send(f"{line}\n")
        self.pty.wait_for(lambda output: output.endswith(b"\n> ") and len(output) > self.heard)
        return " ".join(self.pty.plain().split("\n> ")[-2].split())

    def killed_at(self, line: str, says: bytes) -> None:
        """Answers the next prompt, and is killed as soon as the program says these words."""
        self.pty.wait_for(lambda output: output.endswith(b"\n> "))
        self.heard = len(self.pty.output)
        self.pty.send(f"{line}\n")
        self.pty.wait_for(lambda output: says in output[self.heard :])
        self.pty.kill(signal.SIGKILL)
        assert self.pty.wait_for_end() == -signal.SIGKILL


@pytest.fixture
def play(open_pty: OpenPty, tmp_path: Path) -> Callable[..., Player]:
    """The program at a terminal, with the same diary each time."""
    env = {"CLASSROOMSIM_HOME": str(tmp_path)}
    return lambda *arguments: Player(open_pty(app(*arguments), env=env))


def to_the_end(player: Player) -> None:
    """Makes choices until the looking back begins."""
    said = ""
    while "to try this moment again" not in said:
        said = player.type("1")


def test_a_note_a_plan_and_how_its_day_went_are_written_before_it_is_said(
    play: Callable[..., Player], tmp_path: Path
) -> None:
    player = play(*BEGIN)
    player.type("1")
    player.killed_at(f"n {NOTE}", b"Noted.")

    player = play(*PLAY)
    player.type("y")  # carry on
    to_the_end(player)
    player.type("p")
    player.type(LINE)
    player.killed_at("2027-01-12", b"Your plan is written.")
    with closing(Diary.open(tmp_path / "diary.db")) as diary:
        (entry,), (plan,) = diary.entries(), diary.plans()
        assert [note.text for note in entry.notes] == [NOTE]
        assert (plan.line, plan.day) == (LINE, date(2027, 1, 12))

    player = play(*PLAY, "--revisit")
    player.killed_at(CAME, b"Noted.")
    with closing(Diary.open(tmp_path / "diary.db")) as diary:
        assert diary.one_plan(plan.id).came == CAME
        assert {one.kind for one in diary.entries()} == {"play", "revisit"}


def test_what_is_said_to_be_forgotten_is_in_no_file(
    open_pty: OpenPty, play: Callable[..., Player], tmp_path: Path
) -> None:
    player = play(*BEGIN)
    player.killed_at(f"n {NOTE}", b"Noted.")
    env = {"CLASSROOMSIM_HOME": str(tmp_path)}
    assert NOTE.encode() in held(tmp_path)
    pty = open_pty(app("diary", "forget", "1"), env=env)
    pty.wait_for(b"[y/N]: ")
    pty.send("y\n")
    pty.wait_for(b"It is forgotten.")
    pty.kill(signal.SIGKILL)
    pty.wait_for_end()
    assert NOTE.encode() not in held(tmp_path)
    with closing(Diary.open(tmp_path / "diary.db")) as diary:
        assert diary.entries() == []


def held(folder: Path) -> bytes:
    """All that the files of a folder hold."""
    return b"".join(file.read_bytes() for file in folder.iterdir())
