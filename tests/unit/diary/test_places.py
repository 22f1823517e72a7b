"""Where the diary lies, and which folders look like other people's as well."""

from pathlib import Path, PureWindowsPath

import platformdirs
import pytest

from classroomsim.diary import places
from classroomsim.diary.store import diary_path, home, looks_shared

MOUNTS = [
    ("/", "ext4"),
    ("/home", "nfs4"),
    ("/home/me/local", "ext4"),
    ("/mnt/school share", "cifs"),
    ("/mnt/nas", "fuse.sshfs"),
    ("/mnt/stick", "vfat"),
]


def shared(path: str) -> str | None:
    return places._shared(Path(path), MOUNTS)


def test_the_home_is_where_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLASSROOMSIM_HOME", str(tmp_path / "kept"))
    assert home() == tmp_path / "kept"
    assert diary_path() == tmp_path / "kept" / "diary.db"
    assert not home().exists()
    monkeypatch.setenv("CLASSROOMSIM_HOME", "~/kept")
    assert home() == Path.home() / "kept"


@pytest.mark.parametrize("value", [None, ""])
def test_the_home_is_else_the_users_own_data_folder(
    monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.delenv("CLASSROOMSIM_HOME", raising=False)
    if value is not None:
        monkeypatch.setenv("CLASSROOMSIM_HOME", value)
    assert home() == Path(platformdirs.user_data_dir("classroomsim", appauthor=False))


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/home/me/local/OneDrive/diary.db", "OneDrive"),
        ("/home/me/local/OneDrive - Hill Primary School/x", "OneDrive"),
        ("/Users/me/Library/CloudStorage/OneDrive-Personal/x", "OneDrive"),
        ("/Users/me/Library/CloudStorage/Sync-Me/x", "a cloud service"),
        ("/Users/me/Library/Mobile Documents/com~apple~CloudDocs/x", "iCloud"),
        ("/Users/me/Dropbox (Personal)/x", "Dropbox"),
        ("/Users/me/dropbox", "Dropbox"),
        ("/G/My Drive/x", "Google Drive"),
        ("/Users/me/GoogleDrive/x", "Google Drive"),
        ("/Users/me/Nextcloud/x", "Nextcloud"),
    ],
)
def test_a_synced_folder_is_named(path: str, service: str) -> None:
    sentence = shared(path)
    assert sentence is not None
    assert f"part of {service}," in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    "path", ["/home/me/diary.db", "/mnt/school share/x", "/mnt/nas", "\\\\server\\me\\x"]
)
def test_a_network_drive_is_said_to_be_one(path: str) -> None:
    assert "network drive" in (shared(path) or "")


@pytest.mark.parametrize(
    "path",
    ["/var/lib/x", "/home/me/local/x", "/mnt/stick/x", "/home/me/local/onedrives/x", "/Dropboxes"],
)
def test_a_folder_of_ones_own_is_nothing_to_speak_of(path: str) -> None:
    assert shared(path) is None


@pytest.mark.parametrize(
    ("path", "network"),
    [
        (r"\\server\home$\me", True),
        (r"\\?\UNC\server\home\me", True),
        (r"\\?\C:\Users\me", False),
        (r"\\.\C:\Users\me", False),
    ],
)
def test_a_windows_path_is_told_by_its_beginning(path: str, network: bool) -> None:  # noqa: FBT001
    assert places._on_network(Path(str(PureWindowsPath(path))), []) is network


def test_mounts_are_read_as_linux_writes_them() -> None:
    text = "/dev/sda1 / ext4 rw 0 0\nserver:/a /mnt/school\\040share nfs4 rw 0 0\nodd\n"
    assert places._linux_mounts(text) == [("/", "ext4"), ("/mnt/school share", "nfs4")]


def test_mounts_are_read_as_macos_writes_them() -> None:
    text = (
        "/dev/disk1s1 on / (apfs, local, journaled)\n"
        "//me@server/home on /Volumes/Our home (smbfs, nodev, nosuid)\n"
        "nothing to see\n"
    )
    assert places._mac_mounts(text) == [("/", "apfs"), ("/Volumes/Our home", "smbfs")]


def test_a_machine_that_does_not_tell_is_taken_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbid() -> list[tuple[str, str]]:
        raise PermissionError

    monkeypatch.setattr(places, "_listed_mounts", forbid)
    assert looks_shared(tmp_path) is None


def test_a_link_to_a_network_drive_is_seen_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "near").symlink_to(tmp_path / "far")
    real = tmp_path.resolve()
    monkeypatch.setattr(
        places, "_listed_mounts", lambda: [("/", "ext4"), (str(real / "far"), "smb3")]
    )
    assert looks_shared(tmp_path / "near" / "diary.db") is not None
    assert looks_shared(tmp_path / "diary.db") is None
