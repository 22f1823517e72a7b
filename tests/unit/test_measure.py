"""The benchmarks' measuring, on work whose outcome is known."""

import subprocess
import sys

import pytest

from bench.measure import MIB, Measured, compare, peak_memory, table, take_turns


def test_ways_take_turns_and_the_warm_up_is_left_out() -> None:
    done: list[str] = []

    def way(name: str) -> int:
        done.append(name)
        return len(done)

    given = take_turns({"a": lambda: way("a"), "b": lambda: way("b")}, runs=2, warm_up=1)

    assert done == ["a", "b", "a", "b", "a", "b"]
    assert given == {"a": [3, 5], "b": [4, 6]}


def test_more_work_takes_longer() -> None:
    measured = compare(
        {"little": lambda: sum(range(1_000)), "much": lambda: sum(range(1_000_000))}, runs=3
    )
    assert measured["much"].over(measured["little"]) > 10
    assert all(value > 0 for value in measured["little"].values)


def test_a_ratio_is_one_of_medians() -> None:
    assert Measured("a", (2.0, 100.0, 4.0)).over(Measured("b", (2.0, 1.0, 90.0))) == 2.0


@pytest.mark.skipif(sys.platform == "win32", reason="there is no wait4 on Windows")
def test_peak_memory_is_the_programs_own_even_after_it_was_given_back() -> None:
    here = bytearray(200 * MIB)  # which must not count
    here[::4096] = b"1" * len(here[::4096])
    take = f"x = bytearray({60 * MIB}); x[::4096] = b'1' * len(x[::4096]); del x"
    assert 60 * MIB <= peak_memory([sys.executable, "-c", take]) < 120 * MIB


@pytest.mark.skipif(sys.platform == "win32", reason="there is no wait4 on Windows")
def test_the_memory_of_a_program_that_failed_is_not_told() -> None:
    with pytest.raises(subprocess.CalledProcessError):
        peak_memory([sys.executable, "-c", "raise SystemExit(3)"])


def test_a_table_lines_up() -> None:
    assert table(["", "a"], [["long name", "1.0"], ["x", "10.0"]]) == (
        "              a\n---------  ----\nlong name   1.0\nx          10.0"
    )
