"""In CI a skipped test fails; elsewhere it is skipped."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

HOOKS = Path(__file__).parents[1] / "conftest.py"

A_SKIP = "import pytest\n@pytest.mark.skip(reason='no tmux')\ndef test_a(): pass\n"
A_LATE_SKIP = "import pytest\ndef test_a(): pytest.skip('no tmux')\n"
A_FILE = "import pytest\npytest.skip('no tmux', allow_module_level=True)\n"


@pytest.fixture
def inner(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makeconftest(HOOKS.read_text(encoding="utf-8"))
    return pytester


@pytest.mark.parametrize("source", [A_SKIP, A_LATE_SKIP, A_FILE], ids=["mark", "call", "file"])
def test_a_skip_fails_in_ci(
    inner: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    monkeypatch.setenv("CLASSROOMSIM_CI", "1")
    inner.makepyfile(source)

    result = inner.runpytest_subprocess()

    assert result.ret != pytest.ExitCode.OK
    result.stdout.fnmatch_lines(["*nothing may be skipped in CI. *no tmux*"])


def test_a_skip_is_a_skip_elsewhere(
    inner: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CLASSROOMSIM_CI", raising=False)
    inner.makepyfile(A_SKIP)

    inner.runpytest_subprocess().assert_outcomes(skipped=1)


def test_an_expected_failure_stays_one(
    inner: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLASSROOMSIM_CI", "1")
    inner.makepyfile("import pytest\n@pytest.mark.xfail\ndef test_a(): assert False\n")

    inner.runpytest_subprocess().assert_outcomes(xfailed=1)
