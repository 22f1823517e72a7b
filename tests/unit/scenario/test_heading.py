"""What the shelf shows of a scenario, read from its top."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classroomsim.scenario.catalogue import MINIMAL
from classroomsim.scenario.heading import MAX_TITLE, Heading, read_heading
from classroomsim.scenario.text import first_forbidden


def heading_of(folder: Path, content: str | bytes, name: str = "wet_play.yaml") -> Heading:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_heading(path)


def test_a_heading_says_what_is_known_before_the_play(tmp_path: Path) -> None:
    heading = heading_of(tmp_path, MINIMAL)
    assert heading == Heading(
        path=tmp_path / "wet_play.yaml",
        id="the_smallest",
        title="The smallest scenario",
        phase="KS2",
        minutes=2,
        themes=("regulation",),
        content_note="A book is thrown. Nobody is hurt.",
        setting="Year 5 maths, after lunch.",
    )


def test_what_is_wrong_below_the_heading_is_not_looked_at(tmp_path: Path) -> None:
    top = MINIMAL[: MINIMAL.index("underneath:")]
    heading = heading_of(tmp_path, top + "underneath:\n\t- [ {\n")
    assert heading.title == "The smallest scenario"
    assert heading.trouble is None


def test_a_heading_may_be_in_any_order(tmp_path: Path) -> None:
    content = (
        "about: {phase: KS3, minutes: 5}\ntitle: Late\nclassroomsim: 1\nid: late\nscenes: {}\n"
    )
    heading = heading_of(tmp_path, content)
    assert (heading.id, heading.title, heading.phase, heading.minutes) == ("late", "Late", "KS3", 5)


@pytest.mark.parametrize("fill", [20_000, 32_700, 32_730, 32_760, 40_000])
def test_a_heading_that_is_cut_by_the_first_read_is_read_whole(tmp_path: Path, fill: int) -> None:
    content = "# " + "é" * (fill // 2) + "\n" + MINIMAL
    heading = heading_of(tmp_path, content + "# end\n" * 8_000)
    assert heading.trouble is None
    assert heading.setting == "Year 5 maths, after lunch."


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        ("", "this is not a scenario"),
        ("- a list", "this is not a scenario"),
        ("classroomsim: 1\nrulebook: core\n", "this is a rulebook, not a scenario"),
        ("id: a\ntitle: A\nscenes: {}\n", "its heading lacks about"),
        ("id: a\ntitle: A: B\n", "line 2 cannot be read"),
        (b"title: caf\xe9\n", "the file is not UTF-8 text"),
        (b"title: a\x00\n", "it cannot be read"),
        ("about: " + "[" * 100_000, "its heading is too long or too deep"),
        ("about: {themes: [" + "a, " * 5_000 + "]}\n", "its heading is too long or too deep"),
        ("%TAG !a! b\n" * 50_000 + "---\nid: a\n", "it uses YAML tags"),
    ],
)
def test_trouble_is_said_and_the_file_still_has_a_name(
    tmp_path: Path, content: str | bytes, trouble: str
) -> None:
    heading = heading_of(tmp_path, content)
    assert heading.trouble == trouble
    assert heading.title


def test_a_missing_file_and_a_folder_are_said(tmp_path: Path) -> None:
    assert "No such file" in (read_heading(tmp_path / "no.yaml").trouble or "")
    assert read_heading(tmp_path).trouble == "this is not a file"
    assert read_heading(Path("a\0b")).trouble == "no file can have this name"


def test_hostile_text_in_a_heading_is_cleaned_and_cut(tmp_path: Path) -> None:
    content = 'id: a\ntitle: "\\e]0;x\\a\\u202e' + "y" * 5_000 + '"\nabout: {setting: "\\x9b2J"}\n'
    heading = heading_of(tmp_path, content)
    assert heading.title.startswith("]0;xyyy")
    assert len(heading.title) == MAX_TITLE
    assert heading.setting == "2J"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(
    content=st.binary(max_size=300)
    | st.text(st.sampled_from("id: title about {}[]\n-'\"!&*|>#%\t\\x9"), max_size=80).map(
        str.encode
    )
)
def test_any_bytes_give_a_heading(tmp_path: Path, content: bytes) -> None:
    heading = heading_of(tmp_path, content)
    shown = (heading.id, heading.title, heading.phase, heading.setting, heading.content_note)
    assert all(first_forbidden(it) is None for it in shown)


def test_reading_a_heading_loads_no_models() -> None:
    script = (
        "import sys, classroomsim.scenario.heading;"
        "print([m for m in ('pydantic', 'difflib', 'json') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
