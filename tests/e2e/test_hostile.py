"""Scenarios, files, names and notes that mean harm: shown as they are, or refused by line."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from tests.e2e.terminal import NotSeenError, Pty, Terminal, app, clock
from tests.e2e.test_play_through import titled

OpenTerminal = Callable[..., Terminal]
OpenPty = Callable[..., Pty]

SMALL = Path(__file__).parents[1] / "scenarios" / "small.yaml"

ODD = [
    "[/]",
    "[@click=app.quit]x[/]",
    "[bold",
    "[/bold]",
    "{name} {nobody}",
    "%s %(x)d $HOME `id`",
    "\\ \\n \\x1b[31m \\",
    "\U0001f469\u200d\U0001f680 \U0001f9d1\U0001f3fd \u2764\ufe0f",
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "e\u0301\u0323 a\u0308\u0304",
    "*[/]* **x* *",
    "'\"\u2019<b>&amp;",
]
LINES = "\n".join(["[/i]", *"abcdefghij"] * 3 + ["end"])
CONTROLS = ["\x1b]0;owned\x07", "\x9b31mowned", "\x90owned\x9c", "owned\u202edenwo", "\x00owned"]
"""What a terminal would obey, or what makes a line read differently from what it says."""

_OUR_OWN = re.compile(
    rb"\x1b\[[0-9;]*[HmJKABCD]"  # where the cursor is, colours, what is wiped
    rb"|\x1b\[\?[0-9;]+(?:[hl]|\$p)"  # modes, and asking for them
    rb"|\x1b\[[<>=]?[0-9;]*u"  # the keyboard protocol
    rb"|\x1b\]22;[a-z-]*\x07"  # the pointer's shape
    rb"|\x1b_G[ -~]*\x1b\\|\x1b\[c|\x1b\[[0-9]* q|\x1b\[[0-9]+t|\x1b[78M]"
)


def raw_controls(output: bytes) -> set[str]:
    """Every control character in an output that is none of Textual's own sequences."""
    text = _OUR_OWN.sub(b"", output).decode(errors="surrogateescape")
    bidi = "\u200e\u200f\u202a-\u202e\u2066-\u2069"
    return set(re.findall(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{bidi}\udc80-\udcff]", text))


def refill(value: Any, odd: Iterator[str]) -> Any:  # noqa: ANN401
    """A value of a scenario with every text in it made odd."""
    match value:
        case dict():
            return {
                key: it
                if key in {"when", "moves", "manner", "costs", "goto", "skip", "clock", "to"}
                else refill(it, odd)
                for key, it in value.items()
            }
        case list():
            return [refill(it, odd) for it in value]
        case str():
            return next(odd)
        case _:
            return value


def odd_story(folder: Path, turn: int) -> Path:
    """The small scenario with every text field odd, and a different one in each at every turn."""
    story = yaml.safe_load(SMALL.read_text(encoding="utf-8"))
    short = cycle(ODD[turn:] + ODD[:turn])
    long = cycle([" ".join(ODD), LINES, *ODD])
    about, pupil = story["about"], story["cast"]["pupil"]
    story["title"], about["setting"], pupil["name"] = (next(short) for _ in range(3))
    for key in ("content_note", "known_at_nine", "strength", "family_says", "safeguarding"):
        about[key] = next(long)
    story["cast"]["others"] = {"priya": next(short), "x": next(short)}
    for telling in story["underneath"].values():
        telling |= {key: next(long) for key in ("cue", "reveal") if key in telling}
    scenes = story["scenes"]
    for key, scene in scenes.items():
        choices = scene["choices"]
        scenes[key] = {**refill(scene, short), "choices": choices}
        scenes[key]["text"] = [next(long), next(long)]
        for name, choice in choices.items():
            choices[name] = refill(choice, long) | {"did": next(short), "coach": odd_coach(long)}
    for ending in story["endings"].values():
        ending |= {"text": next(long), "later": next(long)}
    story["sources"] = {"odd": {"name": next(long), "sure": next(long)}}
    story["rules"] = {
        "odd": {
            "stage": "respond",
            "then": {"pupil.stress": "up 1"},
            "because": next(long),
            "source": "odd",
        }
    }
    story["evidence"] = [{"say": next(long), "source": "odd"}]
    path = folder / "odd.yaml"
    path.write_text(json.dumps(story, ensure_ascii=False), encoding="utf-8")
    return path


def odd_coach(odd: Iterator[str]) -> dict[str, Any]:
    names = ("noticed", "might", "followed", "tuesday", "question", "school")
    another = {"move": "pause", "say": next(odd), "cost": next(odd)}
    return {**{name: next(odd) for name in names}, "another": another}


SIZES = [(60, 20), (80, 24), (120, 40)]


@pytest.mark.parametrize("turn", range(len(SIZES)))
def test_every_screen_stands_whatever_a_scenario_says(
    open_terminal: OpenTerminal, tmp_path: Path, turn: int
) -> None:
    columns, lines = SIZES[turn]
    story = odd_story(tmp_path, 4 * turn)
    env = {"CLASSROOMSIM_HOME": str(tmp_path / "home")}
    command = ["play", str(story), "--underneath", "tired", "--diary"]
    terminal = open_terminal(app(*command), columns=columns, lines=lines, env=env)

    def there_and_back(key: str, shows: str) -> None:
        before = terminal.wait_for("? Help")  # the keys are painted last
        terminal.send(key)
        terminal.wait_for(shows)
        terminal.send("Escape")
        terminal.wait_for(lambda text: text.strip().splitlines()[-1] in before)

    terminal.wait_for("Enter Begin")
    terminal.press("Enter", clock)
    there_and_back("w", "d Do this")
    there_and_back("g", "Space Tick")
    terminal.send("C-p")
    terminal.wait_for("Choose: ")
    terminal.write("[bold")
    terminal.wait_for("[bold")
    terminal.send("Escape")
    terminal.wait_for(lambda text: "\U0001f50e" not in text)  # it marks the box
    terminal.press("2", lambda text: clock(text) == "14:12")
    terminal.send("q")
    assert terminal.wait_for_end() == 0

    # The title is on the shelf now, beside what was left.
    terminal = open_terminal(app(), columns=columns, lines=lines, env=env)
    terminal.wait_for("Carry on")
    terminal.press("Enter", lambda text: clock(text) == "14:12")
    terminal.press("1", lambda text: clock(text) == "14:30")
    terminal.press("2", "Enter Looking back")
    terminal.press("Enter", titled("Looking back"))
    terminal.send("Right")
    terminal.send("y")
    terminal.wait_for(titled("Why might that"))
    terminal.send("q")
    terminal.wait_for(titled("Looking back"))
    terminal.send("r")
    terminal.wait_for(clock)
    terminal.press("s", "Enter Looking back")
    terminal.press("Enter", titled("Looking back"))
    terminal.send("c")
    terminal.wait_for(titled("Two ways"))
    terminal.send("q")
    terminal.wait_for(titled("Looking back"))
    terminal.send("q")
    terminal.wait_for(titled("the shelf"))
    terminal.send("q")
    assert terminal.wait_for_end() == 0


@pytest.mark.parametrize("control", CONTROLS, ids=["osc", "c1", "dcs", "bidi", "nul"])
def test_a_scenario_with_controls_is_refused_with_its_line(tmp_path: Path, control: str) -> None:
    escaped = json.dumps(control)
    text = SMALL.read_text(encoding="utf-8").replace("The spilled water", escaped)
    path = tmp_path / "controls.yaml"
    path.write_text(text, encoding="utf-8")
    line = next(n for n, it in enumerate(text.splitlines(), 1) if it.startswith("title:"))
    for command in (["check"], ["play", "--plain"], ["check", "--format", "github"]):
        done = subprocess.run(app(*command, str(path)), capture_output=True, check=False)
        said = (done.stdout + done.stderr).decode()
        assert done.returncode == 1
        assert f"controls.yaml:{line}:" in said or f"line={line}" in said
        assert "Traceback" not in said
        assert raw_controls(said.encode()) == set()


NAME = b"evil\x1b]0;owned\x07\xc2\x9b31m\xff.yaml"


@pytest.mark.parametrize(
    "arguments",
    [
        [b"play", NAME],
        [b"play", b"\x1b]0;owned\x07"],
        [b"play", b"\xc2\x9b31mowned\xe2\x80\xae"],
        [b"play", b"small.yaml", b"--underneath", b"\x1b]0;owned\x07"],
        [b"play", b"small.yaml", b"--from", b"\x1b]0;owned\x07\xc2\x9b1m"],
        [b"play", b"small.yaml", b"--from-play", b"\x1b]0;owned\x07"],
        [b"check", NAME],
        [b"check", NAME, b"--format", b"json"],
        [b"check", NAME, b"--format", b"github"],
        [b"check", b"no\x1b]0;owned\x07such"],
        [b"check", b".", b"--format", b"\x1b]0;owned\x07"],
        [b"\x1b]0;owned\x07"],
        [b"--\x1b]0;owned\x07"],
    ],
    ids=lambda arguments: " ".join(repr(it)[2:22] for it in arguments),
)
def test_what_the_command_line_says_is_harmless(
    open_pty: OpenPty, tmp_path: Path, arguments: list[bytes]
) -> None:
    (tmp_path / "small.yaml").write_bytes(SMALL.read_bytes())
    folder = os.fsencode(tmp_path)
    with open(os.path.join(folder, NAME), "wb") as file:  # noqa: PTH118, PTH123 - a name of bytes
        file.write(b"title: [\n")
    command = app(*(os.fsdecode(it) for it in arguments))
    pty = open_pty(command, env={"CLASSROOMSIM_HOME": str(tmp_path / "home")}, cwd=tmp_path)
    assert pty.wait_for_end() in {1, 2}
    assert raw_controls(pty.output) == set()
    assert "Traceback" not in pty.plain()
    assert pty.plain().strip()


def test_a_scenario_file_with_an_evil_name_is_played_harmlessly(
    open_pty: OpenPty, tmp_path: Path
) -> None:
    name = os.path.join(os.fsencode(tmp_path), NAME)  # noqa: PTH118
    with open(name, "wb") as file:  # noqa: PTH123
        file.write(odd_story(tmp_path, 0).read_bytes())
    home = os.fsdecode(os.path.join(os.fsencode(tmp_path), b"h\x1b]0;owned\x07\xc2\x9b1m"))  # noqa: PTH118
    pty = open_pty(app("play", os.fsdecode(name)), env={"CLASSROOMSIM_HOME": home})
    pty.wait_for(b"diary")
    pty.send("y")
    pty.wait_for(b"Begin")
    pty.send("?")
    pty.wait_for(b"What this is")
    pty.kill(signal.SIGTERM)
    assert pty.wait_for_end() == 0
    assert raw_controls(pty.output) == set()


@pytest.mark.parametrize(
    "pasted",
    [b"a\x1b]0;owned\x07b", b"a\xc2\x9b31mb", b"a\xe2\x80\xaeb", b"a\x07\x08\x0bb", b"[/][bold a"],
    ids=["osc", "c1", "bidi", "c0", "markup"],
)
def test_a_pasted_note_is_harmless(open_pty: OpenPty, tmp_path: Path, pasted: bytes) -> None:
    story = odd_story(tmp_path, 0)
    command = ["play", str(story), "--underneath", "tired", "--no-diary"]
    pty = open_pty(app(*command, "--from-play", "cloth,go_on,wait"), env={"HOME": str(tmp_path)})
    pty.wait_for(b"Begin")
    press(pty, "\r", b"Looking back")
    pty.send("n")
    pty.wait_for(b"Keep")
    while b"zq" not in pty.output:  # the box takes nothing before it is ready
        pty.send(b"\x1b[200~zq" + pasted + b"\x1b[201~")
        with suppress(NotSeenError):
            pty.wait_for(b"zq", 0.9)
    pty.send("\r")
    pty.wait_for(lambda output: output.count(b"Leave") > 1)
    press(pty, "\r", b"moment")
    pty.send(b"\x1b[F")
    pty.kill(signal.SIGTERM)
    assert pty.wait_for_end() == 0
    assert raw_controls(pty.output) == set()


def press(pty: Pty, key: str, shows: bytes) -> None:
    """Presses a key until something is shown: a new screen takes no key at once."""
    while shows not in pty.output:
        pty.send(key)
        with suppress(NotSeenError):
            pty.wait_for(shows, 0.9)


def test_the_linear_text_passes_nothing_on(tmp_path: Path) -> None:
    story = odd_story(tmp_path, 0)
    typed = b"\x1b]0;owned\x07\nw \xc2\x9b31m\nn a\x1b[31m\xe2\x80\xaeb\n2\n1\n2\n\xff\n99\nq\n"
    done = subprocess.run(
        app("play", str(story), "--plain", "--underneath", "tired"),
        input=typed,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert raw_controls(done.stdout + done.stderr) == set()
    assert b"Traceback" not in done.stderr


class Cost(NamedTuple):
    """What one run of the program took."""

    code: int
    said: str
    seconds: float
    megabytes: float


MEASURED = """
import os, subprocess, sys
program = subprocess.Popen(sys.argv[2:], stderr=subprocess.STDOUT)
_, status, used = os.wait4(program.pid, 0)
scale = 1024 * 1024 if sys.platform == "darwin" else 1024
told = os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss / scale
open(sys.argv[1], "w").write(" ".join(map(str, told)))
"""
"""Starts the program from a small process: a fork's peak memory begins with that of its parent."""


def cost(*arguments: str) -> Cost:
    """Runs the program, and measures it alone: its own time on the processor, its own memory."""
    with tempfile.NamedTemporaryFile("r") as told:
        command = [sys.executable, "-IS", "-c", MEASURED, told.name, *app(*arguments)]
        done = subprocess.run(command, capture_output=True, check=True)
        code, seconds, megabytes = told.read().split()
    said = done.stdout.decode(errors="replace")
    return Cost(int(code), said, float(seconds), float(megabytes))


def bombs(name: str) -> bytes:
    """A file that is meant to exhaust whoever reads it, or to make it stumble."""
    whole = SMALL.read_bytes()
    anchors = "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60)
    )
    found = {
        "empty": b"",
        "deep lists": b"title: " + b"[" * 100_000,
        "deep mappings": b"\n".join(b" " * n + b"a:" for n in range(1_200)),
        "aliases": anchors.encode(),
        "merge keys": b"a: &a {x: 1}\n" + b"b: {<<: *a}\n" * 5_000,
        "tag": b"title: !!python/object/apply:os.system [id]\n",
        "many tags": b"%TAG !a! tag:b,2000:\n" * 20_000 + b"---\na: 1\n",
        "bad UTF-8": whole.replace(b"Ada", b"\xff\xfe", 1),
        "UTF-16": whole.decode().encode("utf-16"),
        "NUL": whole.replace(b"Ada", b"A\x00a", 1),
        "huge number": whole.replace(b"minutes: 2", b"minutes: " + b"9" * 5_000, 1),
        "half a file": whole[: len(whole) // 2] + b'"',
        "too large": b"# " + b"x" * 2_000_000,
        "many lines": whole.replace(b"The spilled water", b'"' + b"\n" * 200_000 + b'"', 1),
        "long word": whole.replace(b"The spilled water", b"w" * 300, 1),
        "many keys": b"".join(b"k%d: 1\n" % n for n in range(60_000)),
        "twice": b"title: a\n" * 20_000,
        "documents": b"--- {a: 1}\n" * 20_000,
        "long condition": whole.replace(b"underneath.tired,", b"(" * 299 + b",", 1),
        "a list": b"- a\n" * 1_000,
        "not YAML": bytes(range(32, 127)) * 1_000,
    }
    return found[name]


NAMES = (
    "empty", "deep lists", "deep mappings", "aliases", "merge keys", "tag", "many tags",
    "bad UTF-8", "UTF-16", "NUL", "huge number", "half a file", "too large", "many lines",
    "long word", "many keys", "twice", "documents", "long condition", "a list", "not YAML",
)  # fmt: skip


@pytest.fixture(scope="module")
def bare() -> float:
    """Seconds on the processor that checking next to nothing takes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "bare.yaml")
        path.write_text("classroomsim: 1\n", encoding="utf-8")
        return min(cost("check", str(path)).seconds for _ in range(2))


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_file_is_refused_with_its_line(tmp_path: Path, bare: float, name: str) -> None:
    path = tmp_path / "bomb.yaml"
    path.write_bytes(bombs(name))
    took = cost("check", str(path))
    assert took.code == 1
    assert re.search(r"bomb\.yaml:\d+:\d+: E\d\d\d ", took.said)
    assert "Traceback" not in took.said
    assert raw_controls(took.said.encode()) == set()
    assert took.seconds - bare < 1
    assert took.megabytes < 200


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
    for name in ("pipe.yaml", "loop.yaml", "none.yaml", "x" * 5_000):
        for command in (["check"], ["play", "--plain"]):
            done = cost(*command, str(tmp_path / name))
            assert done.code == 2, done.said
            assert done.said.startswith("classroomsim: ")
            assert len(done.said.splitlines()) == 1
