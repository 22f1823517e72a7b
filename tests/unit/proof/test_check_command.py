"""`classroomsim check` and `classroomsim map` as a shell sees them."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.dom.minidom import parseString

import pytest

from tests.unit.proof.scenarios import FOLDER, path_of

SOUND, STUCK, APART = (str(path_of(name)) for name in ("sound", "stuck", "told_apart"))
PROGRAM = [sys.executable, "-m", "classroomsim"]


def run(*arguments: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
        cwd=folder,
        env={**os.environ, "PYTHONUTF8": "1"},
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["check", SOUND, "--strict"], 0),
        (["check", APART], 0),
        (["check", APART, "--strict"], 1),
        (["check", STUCK], 1),
        (["check", SOUND, "--max-states", "50"], 3),
        (["check", SOUND, STUCK, "--max-states", "130"], 1),
        (["check", "nowhere.yaml"], 2),
        (["check", "nowhere.yaml", "--watch"], 2),
        (["check"], 2),
        (["check", SOUND, "--max-states", "0"], 2),
        (["check", SOUND, "--format", "pdf"], 2),
        (["map", SOUND], 0),
        (["map", STUCK], 0),
        (["map", "no_such_scenario"], 2),
        (["map", SOUND, "--format", "png"], 2),
    ],
    ids=lambda it: str(it) if isinstance(it, int) else " ".join(Path(word).name for word in it),
)
def test_exit_codes(arguments: list[str], code: int) -> None:
    done = run(*arguments)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    if code == 2:
        assert done.stderr.startswith("classroomsim: ")
        assert not done.stdout


def test_a_folder_is_checked_whole() -> None:
    done = run("check", str(FOLDER / "broken"), "--format", "json")
    report = json.loads(done.stdout)
    assert len(report["files"]) == len(list((FOLDER / "broken").glob("*.yaml")))
    assert report["exit"] == done.returncode == 1


def test_nothing_but_the_result_is_written_where_there_is_no_terminal() -> None:
    done = run("check", str(path_of("small")), "--format", "json")
    assert not done.stderr
    assert json.loads(done.stdout)["files"][0]["verdict"] == "draft"


def test_a_scenario_with_errors_is_not_drawn(tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    path.write_text("classroomsim: 1\nid: new\n", encoding="utf-8")
    done = run("map", str(path))
    assert done.returncode == 1
    assert not done.stdout
    assert "E1" in done.stderr


def test_maps_come_on_standard_output() -> None:
    assert run("map", SOUND).stdout.startswith("---\ntitle: ")
    assert run("map", SOUND, "--format", "dot").stdout.startswith("digraph ")
    picture = run("map", SOUND, "--format", "svg").stdout
    assert parseString(picture).documentElement is not None  # noqa: S318 - our own


def test_a_map_of_too_much_says_so_and_is_drawn_all_the_same() -> None:
    done = run("map", SOUND, "--max-states", "20")
    assert done.returncode == 0
    assert "raise --max-states" in done.stderr
    assert "flowchart TD" in done.stdout


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C can't be sent to one process there")
def test_watching_prints_again_after_a_save_and_ends_well(tmp_path: Path) -> None:
    path = tmp_path / "story.yaml"
    path.write_bytes(path_of("sound").read_bytes())
    output = tmp_path / "output"
    with output.open("wb") as out:
        watching = subprocess.Popen([*PROGRAM, "check", str(path), "--watch"], stdout=out)
        try:
            waited_for(output, "ready to share")
            path.write_bytes(path_of("stuck").read_bytes())
            waited_for(output, "breaks what even a draft has to keep")
            watching.send_signal(signal.SIGINT)
            assert watching.wait(timeout=30) == 0
        finally:
            watching.kill()


def waited_for(output: Path, words: str) -> None:
    """Waits until these words are in the file; fails after half a minute."""
    end = time.monotonic() + 30
    while words not in output.read_text(encoding="utf-8"):
        assert time.monotonic() < end
        time.sleep(0.05)
