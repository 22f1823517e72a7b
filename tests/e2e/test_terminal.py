"""The harness itself, tried on programs too small to be wrong."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.terminal import NotSeenError, Pty, Terminal, without_sequences

OpenTerminal = Callable[..., Terminal]
OpenPty = Callable[..., Pty]

ECHO = ["sh", "-c", 'echo ready; while read -r line; do echo "got <$line>"; done; echo over']
SIZE = ["sh", "-c", "trap 'stty size' WINCH; stty size; while :; do sleep 0.05; done"]
SLEEP = ["sleep", "60"]


def exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


class TestTerminal:
    def test_keys_go_in_and_the_screen_comes_out(self, open_terminal: OpenTerminal) -> None:
        terminal = open_terminal(ECHO)
        terminal.wait_for("ready")
        terminal.write("a; Enter")
        terminal.send("Enter")
        assert "ready" in terminal.wait_for("got <a; Enter>")

    def test_a_wait_takes_a_predicate(self, open_terminal: OpenTerminal) -> None:
        terminal = open_terminal(ECHO)
        screen = terminal.wait_for(lambda text: text.count("ready") == 1)
        assert screen.splitlines()[0] == "ready"

    def test_a_wait_in_vain_shows_what_was_there(self, open_terminal: OpenTerminal) -> None:
        terminal = open_terminal(ECHO)
        terminal.wait_for("ready")
        with pytest.raises(NotSeenError, match=r"'never'(.|\n)*ready"):
            terminal.wait_for("never", seconds=0.1)

    def test_it_has_the_size_asked_for_and_can_be_resized(
        self, open_terminal: OpenTerminal
    ) -> None:
        terminal = open_terminal(SIZE, columns=60, lines=20)
        terminal.wait_for("20 60")
        terminal.resize(120, 40)
        terminal.wait_for("40 120")
        assert terminal.size == (120, 40)

    def test_environment_and_folder_are_given(
        self, open_terminal: OpenTerminal, tmp_path: Path
    ) -> None:
        command = ["sh", "-c", 'echo "$CLASSROOMSIM_HOME in $PWD"; read -r _']
        terminal = open_terminal(
            command, columns=300, env={"CLASSROOMSIM_HOME": "here"}, cwd=tmp_path
        )
        terminal.wait_for(f"here in {tmp_path}")

    def test_the_pid_is_the_programs_own(self, open_terminal: OpenTerminal) -> None:
        terminal = open_terminal(["sh", "-c", 'echo "I am $$."; read -r _'])
        terminal.wait_for(f"I am {terminal.pid}.")

    @pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
    def test_a_signal_ends_it_and_is_reported(
        self, open_terminal: OpenTerminal, number: signal.Signals
    ) -> None:
        terminal = open_terminal(SLEEP)
        assert terminal.running
        terminal.kill(number)
        assert terminal.wait_for_end() == -number
        assert not terminal.running

    def test_the_last_screen_and_status_stay_after_the_end(
        self, open_terminal: OpenTerminal
    ) -> None:
        terminal = open_terminal(["sh", "-c", "echo goodbye; exit 3"])
        assert terminal.wait_for_end() == 3
        terminal.wait_for("goodbye")

    def test_what_runs_on_is_said_to(self, open_terminal: OpenTerminal) -> None:
        with pytest.raises(NotSeenError, match="still running"):
            open_terminal(SLEEP).wait_for_end(seconds=0.05)

    def test_it_knows_which_modes_are_set(self, open_terminal: OpenTerminal) -> None:
        take = r"printf '\033[?1049h\033[?1000h\033[?25l'; echo taken; read -r _; "
        give = r"printf '\033[?1049l\033[?1000l\033[?25h'; echo given; read -r _"
        terminal = open_terminal(["sh", "-c", take + give])
        terminal.wait_for("taken")
        assert (terminal.alternate_screen, terminal.mouse_taken, terminal.cursor_shown) == (
            True,
            True,
            False,
        )
        terminal.send("Enter")
        terminal.wait_for("given")
        assert (terminal.alternate_screen, terminal.mouse_taken, terminal.cursor_shown) == (
            False,
            False,
            True,
        )

    def test_closing_ends_the_program(self, open_terminal: OpenTerminal) -> None:
        terminal = open_terminal(SLEEP)
        pid = terminal.pid
        terminal.close()
        terminal.close()
        while exists(pid):  # until the keeper has taken note of the end
            pass

    def test_a_program_that_is_not_there_ends_at_once(self, open_terminal: OpenTerminal) -> None:
        assert open_terminal(["no-such-program"]).wait_for_end() == 127


class TestPty:
    def test_every_byte_is_kept(self, open_pty: OpenPty) -> None:
        pty = open_pty(["printf", r"\001 \033[1mbold\033[0m \303\251 \233"])
        assert pty.wait_for_end() == 0
        assert pty.output == b"\x01 \x1b[1mbold\x1b[0m \xc3\xa9 \x9b"

    def test_a_flood_is_kept_whole(self, open_pty: OpenPty) -> None:
        pty = open_pty(["head", "-c", "3000000", "/dev/zero"])
        assert pty.wait_for_end() == 0
        assert pty.output == bytes(3_000_000)

    def test_input_arrives_and_waits_take_bytes_or_a_predicate(self, open_pty: OpenPty) -> None:
        pty = open_pty(ECHO)
        pty.wait_for(b"ready")
        pty.send("é\r")
        pty.wait_for(lambda output: "got <é>".encode() in output)
        pty.send(b"\x04")
        pty.wait_for(b"over")
        assert pty.wait_for_end() == 0

    def test_it_is_a_controlling_terminal(self, open_pty: OpenPty) -> None:
        pty = open_pty(["sh", "-c", "echo yes >/dev/tty; read -r _"])
        pty.wait_for(b"yes")
        pty.send(b"\x03")
        assert pty.wait_for_end() == -signal.SIGINT

    def test_a_wait_in_vain_shows_what_was_there(self, open_pty: OpenPty) -> None:
        pty = open_pty(ECHO)
        pty.wait_for(b"ready")
        with pytest.raises(NotSeenError, match=r"waited 0.1 s, (.|\n)*ready"):
            pty.wait_for(b"never", seconds=0.1)

    def test_a_wait_is_over_when_the_program_is(self, open_pty: OpenPty) -> None:
        with pytest.raises(NotSeenError, match=r"the program has ended(.|\n)*goodbye"):
            open_pty(["echo", "goodbye"]).wait_for(b"never")

    def test_size_environment_and_folder_are_given(self, open_pty: OpenPty, tmp_path: Path) -> None:
        command = ["sh", "-c", 'stty size; echo "$CLASSROOMSIM_HOME in $PWD"']
        pty = open_pty(
            command, columns=60, lines=20, env={"CLASSROOMSIM_HOME": "here"}, cwd=tmp_path
        )
        assert pty.wait_for_end() == 0
        assert pty.output.decode() == f"20 60\r\nhere in {tmp_path}\r\n"

    def test_it_can_be_resized(self, open_pty: OpenPty) -> None:
        pty = open_pty(SIZE)
        pty.wait_for(b"24 80")
        pty.resize(120, 40)
        pty.wait_for(b"40 120")

    def test_a_signal_ends_it_and_is_reported(self, open_pty: OpenPty) -> None:
        pty = open_pty(SLEEP)
        pty.kill(signal.SIGTERM)
        assert pty.wait_for_end() == -signal.SIGTERM

    def test_hanging_up_reaches_the_program(self, open_pty: OpenPty) -> None:
        pty = open_pty(SLEEP)
        pty.hang_up()
        assert pty.wait_for_end() == -signal.SIGHUP

    def test_closing_ends_the_program_even_one_that_will_not(self, open_pty: OpenPty) -> None:
        pty = open_pty(["sh", "-c", "trap '' HUP TERM; echo ready; while :; do sleep 0.1; done"])
        pty.wait_for(b"ready")
        pty.close()
        pty.close()
        assert pty.wait_for_end() == -signal.SIGKILL


def test_only_well_formed_sequences_are_taken_out() -> None:
    written = (
        b"\x1b[?1049h\x1b]0;title\x07a\x1b[38;2;1;2;3mb\x1b(B\x1b7c\x1b]52;c;x\x1b\\d\x1b]e\x9b"
    )
    assert without_sequences(written) == "abcd\x1b]e\ufffd"
