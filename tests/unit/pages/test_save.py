"""Saving a copy: nothing is overwritten unasked, and whatever is wrong is one sentence."""

import os
import re
import stat
import sys
from pathlib import Path

import pytest

from classroomsim.pages.document import Document, Paragraph
from classroomsim.pages.save import SaveError, save, suggest_name, suggest_path, written

PAGE = Document("A page", "", (Paragraph("He looks up."),))


def test_a_copy_is_written_as_it_is_in_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "copy.ics"
    save("Zoë\r\n“so”\n", path)
    assert path.read_bytes() == "Zoë\r\n“so”\n".encode()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps who may read elsewhere")
@pytest.mark.parametrize("replace", [False, True])
def test_only_its_owner_may_read_a_copy(tmp_path: Path, replace: bool) -> None:  # noqa: FBT001
    path = tmp_path / "copy.md"
    if replace:
        path.write_text("before", encoding="utf-8")
        path.chmod(0o644)
    save("words", path, replace=replace)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_is_there_already_is_left_alone_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "copy.md"
    save("first", path)
    with pytest.raises(SaveError, match=r"there is a 'copy.md' there already"):
        save("second", path)
    assert path.read_text(encoding="utf-8") == "first"
    save("second", path, replace=True)
    assert path.read_text(encoding="utf-8") == "second"
    assert [it.name for it in tmp_path.iterdir()] == ["copy.md"]


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_a_link_that_leads_elsewhere_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "link.md").symlink_to(tmp_path / "elsewhere.md")
    with pytest.raises(SaveError):
        save("words", tmp_path / "link.md")
    assert not (tmp_path / "elsewhere.md").exists()


def test_home_may_be_written_as_a_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    save("words", Path("~/copy.md"))
    assert (tmp_path / "copy.md").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="any name is beside one's own there")
@pytest.mark.parametrize("name", ["~nobody.of.that.name/copy.md", "~no\x1b[31mbody"])
def test_the_home_of_a_person_nobody_knows_is_one_sentence(name: str) -> None:
    with pytest.raises(SaveError, match="write out the whole path") as refused:
        save("words", Path(name))
    assert "\x1b" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("no/such/copy.md", r"there is no folder '.*such' to save it in"),
        (".", r"."),
        ("a" * 300 + ".md", r"it can't be saved as"),
        ("nul\0byte.md", r"it can't be saved as"),
        ("esc\x1b[31m\n.md/x", r"there is no folder"),
    ],
)
def test_what_can_not_be_written_is_one_sentence(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(SaveError, match=said) as refused:
        save("words", tmp_path / name)
    assert not re.search(r"[\x00-\x1f]|Errno|Traceback", str(refused.value))


@pytest.mark.skipif(sys.platform == "win32", reason="a limit on files is set otherwise there")
@pytest.mark.parametrize("replace", [False, True])
def test_a_copy_that_is_too_large_for_the_disk_leaves_nothing_half_written(
    tmp_path: Path,
    replace: bool,  # noqa: FBT001
) -> None:
    import resource
    import signal

    path = tmp_path / "copy.md"
    if replace:
        path.write_text("before", encoding="utf-8")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(SaveError, match="it can't be saved as"):
            save("x" * 100_000, path, replace=replace)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    left = {it.name: it.read_text(encoding="utf-8") for it in tmp_path.iterdir()}
    assert left == ({"copy.md": "before"} if replace else {})


def test_the_name_says_which_format(tmp_path: Path) -> None:
    assert written(PAGE, tmp_path / "a.html").startswith("<!doctype html>")
    assert written(PAGE, tmp_path / "a.HTM").startswith("<!doctype html>")
    assert written(PAGE, tmp_path / "a.md").startswith("# A page\n")
    for name in ("a.doc", "a", ".md"):
        with pytest.raises(SaveError, match=r"should end in \.html"):
            written(PAGE, tmp_path / name)


def test_a_suggested_name_suits_every_file_system() -> None:
    assert suggest_name("Tuesday, 2.10", "looking back", ".html") == (
        "tuesday-2-10-looking-back.html"
    )
    assert suggest_name("Zoë's café", "card", ".html") == "zoe-s-cafe-card.html"
    assert suggest_name("../../etc/passwd\n", "", ".md") == "etc-passwd.md"
    assert suggest_name('<>:"/\\|?*', "", ".md") == "copy.md"
    assert len(suggest_name("long " * 100, "copy", ".md")) <= 64


def test_a_suggested_path_is_free(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path)
    first = suggest_path("Tuesday, 2.10", "card", ".html")
    assert first == tmp_path / "tuesday-2-10-card.html"
    first.touch()
    assert suggest_path("Tuesday, 2.10", "card", ".html").name == "tuesday-2-10-card-2.html"


def test_without_a_documents_folder_it_is_where_the_player_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path / "none")
    monkeypatch.chdir(tmp_path)
    assert suggest_path("Tuesday, 2.10", "card", ".html").parent == tmp_path
