"""Real terminals for tests: the program under test runs in one, and is watched from outside.

`Terminal` is a screen (tmux): what a person would see, key by key. `Pty` is a wire: every byte the
program wrote, for what a screen would hide. Both wait on a predicate, never on a clock.
"""

import fcntl
import itertools
import json
import os
import pty
import re
import select
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple, Self

PATIENCE = 60.0
"""Seconds that a wait may take before the test is called failed."""

KEEPER = Path(__file__).with_name("keeper.py")

_POLL = 0.02
_NEW_BEAT, _SAME_KEY = 0.35, 0.9
"""Seconds after which the app takes another key, and the same one, as meant (`ui/guard.py`)."""
_serial = itertools.count()


class NotSeenError(AssertionError):
    """What was waited for did not come; the text shows what was there instead."""


def tmux_missing() -> str | None:
    """Why a `Terminal` cannot be opened here, or None where it can."""
    return None if shutil.which("tmux") else "tmux is not installed"


def _environment() -> dict[str, str]:
    """This process's, without the size of its own terminal, which readline leaves there."""
    return {name: it for name, it in os.environ.items() if name not in {"COLUMNS", "LINES"}}


class Terminal:
    """A program in a terminal of its own, by way of a tmux server that nobody else uses."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        lines: int = 24,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        """Starts the command.

        Args:
            command: the program and its arguments, run without a shell.
            columns: width of the screen, in cells.
            lines: height of the screen, in cells.
            env: what is added to this process's environment.
            cwd: the folder it runs in; this process's where none is given.
        """
        # Not pytest's folder: the path of a socket may have about a hundred characters.
        self._folder = tempfile.mkdtemp(prefix="cs-tmux-")
        self._pressed = ""
        self._socket = f"t{next(_serial)}"
        self._env = {**_environment(), **(env or {}), "TMUX_TMPDIR": self._folder}
        self._env.pop("TMUX", None)
        keep = [sys.executable, "-ISu", str(KEEPER), self._folder]
        start = ["set", "-g", "status", "off", ";", "set", "-g", "escape-time", "0", ";"]
        start += ["set", "-g", "default-terminal", "screen-256color", ";"]
        start += ["new-session", "-d", "-x", str(columns), "-y", str(lines)]
        start += ["-c", str(cwd or Path.cwd()), "--", *keep, *command]
        try:
            self._tmux("-f", os.devnull, "start-server", ";", *start)
        except BaseException:
            self.close()
            raise

    def _tmux(self, *arguments: str) -> str:
        done = subprocess.run(
            ["tmux", "-u", "-L", self._socket, *arguments],
            env=self._env,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=PATIENCE,
        )
        if done.returncode:
            raise RuntimeError(f"tmux {arguments[0]}: {done.stderr.strip()}")
        return done.stdout

    def _ask(self, what: str) -> str:
        return self._tmux("display-message", "-p", f"#{{{what}}}").strip()

    def _noted(self, name: str) -> int | None:
        try:
            return int((Path(self._folder) / name).read_text(encoding="ascii"))
        except FileNotFoundError:
            return None

    @property
    def pid(self) -> int:
        """The process id of the program, 0 where it could not be started."""
        deadline = time.monotonic() + PATIENCE
        while (pid := self._noted("pid")) is None:
            if time.monotonic() > deadline:
                raise NotSeenError(f"not started after {PATIENCE:g} s:\n{self.text()}")
            time.sleep(_POLL)
        return pid

    @property
    def size(self) -> tuple[int, int]:
        """Columns and lines of the screen."""
        return int(self._ask("pane_width")), int(self._ask("pane_height"))

    @property
    def running(self) -> bool:
        """Whether the program has not ended yet."""
        return self._noted("status") is None

    @property
    def alternate_screen(self) -> bool:
        """Whether the program has the terminal's second screen, as full-screen programs do."""
        return self._ask("alternate_on") == "1"

    @property
    def mouse_taken(self) -> bool:
        """Whether the program has asked for the mouse."""
        return self._ask("mouse_any_flag") == "1"

    @property
    def cursor_shown(self) -> bool:
        """Whether the cursor can be seen."""
        return self._ask("cursor_flag") == "1"

    @property
    def echo(self) -> bool:
        """Whether the terminal shows what is typed, line by line, as a shell expects it to."""
        device = os.open(self._ask("pane_tty"), os.O_RDWR | os.O_NOCTTY)
        try:
            local = termios.tcgetattr(device)[3]
        finally:
            os.close(device)
        return bool(local & termios.ECHO and local & termios.ICANON and local & termios.ISIG)

    def send(self, *keys: str) -> None:
        """Presses keys by tmux's names: `a`, `Enter`, `Escape`, `Down`, `Tab`, `C-c`, `F1`."""
        self._tmux("send-keys", *keys)

    def write(self, text: str) -> None:
        """Types text, letter by letter."""
        self._tmux("send-keys", "-l", "--", text)

    def text(self) -> str:
        """What the screen shows now, one line a row, without trailing blanks."""
        return self._tmux("capture-pane", "-p")

    def wait_for(self, what: str | Callable[[str], object], seconds: float = PATIENCE) -> str:
        """The screen, once it shows a text or once a predicate of it holds.

        Raises:
            NotSeenError: it never did.
        """
        holds = (lambda screen: what in screen) if isinstance(what, str) else what
        deadline = time.monotonic() + seconds
        while not holds(screen := self.text()):
            if time.monotonic() > deadline:
                raise NotSeenError(f"waited {seconds:g} s for {what!r}; the screen:\n{screen}")
            time.sleep(_POLL)
        return screen

    def press(self, key: str, what: str | Callable[[str], object]) -> str:
        """Presses a key, again where it came too early to be taken, until the screen shows it.

        Only for keys that the app guards, which are never taken twice.

        Raises:
            NotSeenError: it never did.
        """
        again = _SAME_KEY if key == self._pressed else _NEW_BEAT
        deadline = time.monotonic() + PATIENCE
        self._pressed = key
        while True:
            self.send(key)
            try:
                return self.wait_for(what, again)
            except NotSeenError:
                if time.monotonic() > deadline:
                    raise
            again = _SAME_KEY

    def wait_for_end(self, seconds: float = PATIENCE) -> int:
        """The exit status once the program has ended, negative for the signal that ended it.

        Raises:
            NotSeenError: it runs on.
        """
        deadline = time.monotonic() + seconds
        while (status := self._noted("status")) is None:
            if time.monotonic() > deadline:
                raise NotSeenError(f"still running after {seconds:g} s:\n{self.text()}")
            time.sleep(_POLL)
        return status

    def resize(self, columns: int, lines: int) -> None:
        """Gives the screen another size; the program is told, as by a window being dragged."""
        self._tmux("resize-window", "-x", str(columns), "-y", str(lines))

    def kill(self, number: signal.Signals) -> None:
        """Sends the program a signal."""
        os.kill(self.pid, number)

    def close(self) -> None:
        """Ends the program and the terminal. Closing twice does no harm."""
        if (pid := self._noted("pid")) and self.running:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        subprocess.run(
            ["tmux", "-L", self._socket, "kill-server"],
            env=self._env,
            capture_output=True,
            check=False,
            timeout=PATIENCE,
        )
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Pty:
    """A program on a pseudo-terminal of its own, with every byte that it wrote kept."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        lines: int = 24,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        """Starts the command; the arguments are those of `Terminal`."""
        self._controller, terminal = pty.openpty()
        self._wake, self._waker = os.pipe()
        self._status: int | None = None
        self._output = bytearray()
        self._last_output: float | None = None
        self._news = threading.Condition()
        self._ended = self._closed = False
        self.resize(columns, lines)
        if cwd is not None:
            command = ["/bin/sh", "-c", 'cd "$0" && exec "$@"', str(cwd), *command]
        # Neither fork nor preexec_fn, which are unsafe beside the reading thread. The first
        # terminal that a new session opens becomes its controlling one.
        actions: list[tuple[int, int, str, int, int] | tuple[int, int, int]] = [
            (os.POSIX_SPAWN_OPEN, 0, os.ttyname(terminal), os.O_RDWR, 0),
            (os.POSIX_SPAWN_DUP2, 0, 1),
            (os.POSIX_SPAWN_DUP2, 0, 2),
        ]
        environment = {**_environment(), "TERM": "xterm-256color", **(env or {})}
        self.started = time.perf_counter()
        """When the program was started, on `time.perf_counter`'s clock."""
        self.pid = os.posix_spawnp(
            command[0],
            list(command),
            environment,
            file_actions=actions,
            setsid=True,
            setsigdef=[signal.SIGHUP, signal.SIGINT, signal.SIGQUIT],  # a CI may ignore them
        )
        """The process id of the program."""
        os.close(terminal)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        while not self._ended:
            ready, _, _ = select.select([self._controller, self._wake], [], [])
            try:
                data = b"" if self._wake in ready else os.read(self._controller, 65_536)
            except OSError:  # Linux says EIO once the last writer has gone
                data = b""
            with self._news:
                self._output += data
                self._ended = not data
                if data:
                    self._last_output = time.perf_counter()
                self._news.notify_all()

    @property
    def output(self) -> bytes:
        """Every byte written so far."""
        with self._news:
            return bytes(self._output)

    @property
    def last_output(self) -> float | None:
        """When the latest bytes came, on `time.perf_counter`'s clock."""
        with self._news:
            return self._last_output

    def plain(self) -> str:
        """The output as text without its escape sequences, in the order it was written."""
        return without_sequences(self.output)

    def send(self, data: bytes | str) -> None:
        """Writes to the program's input, as its keyboard does."""
        raw = data.encode() if isinstance(data, str) else data
        while raw:
            raw = raw[os.write(self._controller, raw) :]

    def wait_for(self, what: bytes | Callable[[bytes], object], seconds: float = PATIENCE) -> bytes:
        """The output, once it holds some bytes or once a predicate of it holds.

        Raises:
            NotSeenError: it never did.
        """
        holds = (lambda output: what in output) if isinstance(what, bytes) else what
        deadline = time.monotonic() + seconds
        with self._news:
            while not holds(output := bytes(self._output)):
                left = deadline - time.monotonic()
                if left <= 0 or self._ended:
                    why = "the program has ended" if self._ended else f"waited {seconds:g} s"
                    tail = without_sequences(output)[-2000:]
                    raise NotSeenError(f"{why}, without {what!r}; the last of it:\n{tail}")
                self._news.wait(left)
        return output

    def wait_for_end(self, seconds: float = PATIENCE) -> int:
        """The exit status once the program has ended, negative for the signal that ended it.

        Raises:
            NotSeenError: it runs on.
        """
        deadline = time.monotonic() + seconds
        while self._status is None:
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                self._status = os.waitstatus_to_exitcode(status)
            elif time.monotonic() > deadline:
                raise NotSeenError(f"still running after {seconds:g} s:\n{self.plain()[-2000:]}")
            else:
                time.sleep(_POLL / 10)
        self._reader.join(1.0)  # what it wrote last; a grandchild may hold the terminal longer
        return self._status

    def resize(self, columns: int, lines: int) -> None:
        """Gives the terminal another size; the program is told by SIGWINCH."""
        fcntl.ioctl(self._controller, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def kill(self, number: signal.Signals) -> None:
        """Sends the program a signal, unless it has ended."""
        if self._status is None:
            os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Closes the terminal under the program, as closing its window does."""
        if self._closed:
            return
        self._closed = True
        os.write(self._waker, b"!")  # a descriptor must not be closed while a thread reads it
        self._reader.join()
        for descriptor in (self._controller, self._wake, self._waker):
            os.close(descriptor)

    def close(self) -> None:
        """Ends the program and the terminal. Closing twice does no harm."""
        if self._status is None:
            self.kill(signal.SIGKILL)
            self.wait_for_end()
        self.hang_up()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


_SEQUENCE = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI: colours, the cursor, modes
    rb"|\x1b[]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC, DCS, APC, PM, SOS, each with its end
    rb"|\x1b(?:[ -/]+[0-~]|[0-OQ-WYZ\\`-~])"  # the short ones
)


def without_sequences(output: bytes) -> str:
    """Output as text, with all well-formed escape sequences taken out and nothing else."""
    return _SEQUENCE.sub(b"", output).decode(errors="replace")


def app(*arguments: str) -> list[str]:
    """The command that starts this very program."""
    return [sys.executable, "-m", "classroomsim", *arguments]


def clock(screen: str) -> str:
    """The time of the beat that a screen shows; '' for a screen that shows none."""
    found = re.search(r"(\d\d:\d\d) *$", screen.partition("\n")[0])
    return found.group(1) if found else ""


def at_another_time(before: str) -> Callable[[str], bool]:
    """Whether a screen shows a beat at another time of day than this."""
    return lambda screen: clock(screen) not in {"", before}


class Kept(NamedTuple):
    """One play in a diary."""

    telling: str
    choices: tuple[str, ...]
    ended: bool
    notes: tuple[str, ...]


def kept(home: Path) -> list[Kept]:
    """The plays in the diary in a folder, in the order begun, read as the file stands.

    A copy is read, so that nothing is mended or held up by looking.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name in ("diary.db", "diary.db-wal"):
            with suppress(FileNotFoundError):
                shutil.copy(home / name, folder)
        file = Path(folder, "diary.db")
        if not file.exists():
            return []
        with closing(sqlite3.connect(file)) as sql:
            plays = sql.execute("SELECT id, telling, choices, ended FROM plays ORDER BY id")
            notes = "SELECT text FROM notes WHERE play = ? ORDER BY id"
            return [
                Kept(
                    telling,
                    tuple(json.loads(choices)),
                    bool(ended),
                    tuple(text for (text,) in sql.execute(notes, (play,))),
                )
                for play, telling, choices, ended in plays.fetchall()
            ]
