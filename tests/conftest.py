"""What holds for every test: in CI nothing is skipped.

A test may skip itself where a tool is missing (tmux, say), so that `pytest` works on any machine.
Where `CLASSROOMSIM_CI` is set everything needed is there, and a skip would only hide something.
"""

import os
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes says more about the machine than about the code; bench/ measures.
settings.register_profile(
    "classroomsim", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("classroomsim")


def _fails_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    expected = hasattr(report, "wasxfail")
    if os.environ.get("CLASSROOMSIM_CI") and report.skipped and not expected:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid}: nothing may be skipped in CI. {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turns a test's skip into a failure in CI."""
    report = yield
    _fails_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Does the same for a whole file that skips itself."""
    report = yield
    _fails_if_skipped(report)
    return report
