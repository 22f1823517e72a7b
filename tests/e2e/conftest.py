"""Terminals as fixtures: opened by the test, closed after it whatever happens."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.e2e.terminal import Pty, Terminal

collect_ignore_glob = ["test_*.py"] if sys.platform == "win32" else []  # no pseudo-terminals


@pytest.fixture
def open_terminal() -> Iterator[Callable[..., "Terminal"]]:
    """`Terminal`, with the test skipped where tmux is missing."""
    from tests.e2e.terminal import Terminal, tmux_missing

    if missing := tmux_missing():
        pytest.skip(missing)
    with ExitStack() as opened:
        yield lambda command, **how: opened.enter_context(Terminal(command, **how))


@pytest.fixture
def open_pty() -> Iterator[Callable[..., "Pty"]]:
    """`Pty`."""
    from tests.e2e.terminal import Pty

    with ExitStack() as opened:
        yield lambda command, **how: opened.enter_context(Pty(command, **how))
