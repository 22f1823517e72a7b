"""Where the diary lies, and whether that folder looks like one that other computers see too."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path, PurePath

FILE_NAME = "diary.db"

_SYNCED = (
    ("onedrive", "OneDrive"),
    ("dropbox", "Dropbox"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("my drive", "Google Drive"),
    ("icloud", "iCloud"),
    ("com~apple~clouddocs", "iCloud"),
    ("mobile documents", "iCloud"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("pcloud", "pCloud"),
    ("box sync", "Box"),
)
_CLOUD_FOLDER = "cloudstorage"
"""Where macOS keeps the folders of cloud services; the next part of the path names one."""

_NETWORK = frozenset(
    {"afpfs", "afs", "ceph", "cifs", "davfs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs3"}
    | {"nfs4", "smb", "smb2", "smb3", "smbfs", "sshfs", "webdav"}
    | {"fuse.davfs2", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs"}
)
_MOUNT_SECONDS = 2
_DRIVE_REMOTE = 4
_UNC = "\\\\"
_LOCAL_LONG = ("\\\\?\\", "\\\\.\\")
_LONG_UNC = "\\\\?\\unc\\"


def home() -> Path:
    """The folder of all that is kept: `CLASSROOMSIM_HOME`, or the user's data folder.

    Nothing is created.
    """
    chosen = os.environ.get("CLASSROOMSIM_HOME", "")
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_data_path

    return user_data_path("classroomsim", appauthor=False)


def diary_path() -> Path:
    """Where the diary lies if there is one. Without the file there is no diary."""
    return home() / FILE_NAME


def looks_shared(path: Path) -> str | None:
    """A sentence if this file or folder looks like it is on a network or synced; else None."""
    return _shared(path, _mounts())


def _shared(path: Path, mounts: Iterable[tuple[str, str]]) -> str | None:
    service = _service(path)
    if service is not None:
        return (
            f"This folder looks like part of {service}, so what you write may be copied"
            " to other computers."
        )
    if _on_network(path, mounts):
        return (
            "This folder looks like it is on a network drive, so other people at your school"
            " may be able to open it."
        )
    return None


def _service(path: Path) -> str | None:
    parts = [part.casefold() for part in path.parts]
    for part in parts:
        for start, name in _SYNCED:
            if _begins(part, start):
                return name
    return "a cloud service" if _CLOUD_FOLDER in parts else None


def _begins(part: str, start: str) -> bool:
    """Whether a folder's name is `start`, or goes on after it as in 'OneDrive - My School'."""
    rest = part.removeprefix(start)
    return rest != part and not rest[:1].isalpha()


def _on_network(path: Path, mounts: Iterable[tuple[str, str]]) -> bool:
    name = str(path).casefold()
    if name.startswith(_UNC):
        return name.startswith(_LONG_UNC) or not name.startswith(_LOCAL_LONG)
    return _remote(path, mounts)


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # a loop of links, or a folder that may not be looked into
        return path.absolute()


if sys.platform == "win32":

    def _remote(path: Path, mounts: Iterable[tuple[str, str]]) -> bool:  # noqa: ARG001
        import ctypes

        root = path.absolute().anchor
        return int(ctypes.windll.kernel32.GetDriveTypeW(root)) == _DRIVE_REMOTE

else:

    def _remote(path: Path, mounts: Iterable[tuple[str, str]]) -> bool:
        real = _real(path)
        kinds = [
            (len(PurePath(mount).parts), n, kind)
            for n, (mount, kind) in enumerate(mounts)
            if real.is_relative_to(mount)
        ]
        return bool(kinds) and max(kinds)[2].casefold() in _NETWORK


def _mounts() -> list[tuple[str, str]]:
    """Every mount's folder and kind of file system, in the order mounted; [] if not known."""
    try:
        return _listed_mounts()
    except (OSError, subprocess.SubprocessError):
        return []


def _listed_mounts() -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if sys.platform == "linux":
        text = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape")
        found = _linux_mounts(text)
    elif sys.platform == "darwin":
        done = subprocess.run(
            ["/sbin/mount"], capture_output=True, text=True, check=False, timeout=_MOUNT_SECONDS
        )
        found = _mac_mounts(done.stdout)
    return found


def _linux_mounts(text: str) -> list[tuple[str, str]]:
    r"""From lines such as `server:/home /home nfs4 rw 0 0`, where a space is written `\040`."""
    fields = (line.split(" ") for line in text.splitlines())
    return [(_unescaped(found[1]), found[2]) for found in fields if len(found) > 2]


def _unescaped(name: str) -> str:
    for code, meant in ((r"\040", " "), (r"\011", "\t"), (r"\012", "\n"), (r"\134", "\\")):
        name = name.replace(code, meant)
    return name


def _mac_mounts(text: str) -> list[tuple[str, str]]:
    """From lines such as `//me@server/home on /Volumes/home (smbfs, nodev)`."""
    found = []
    for line in text.splitlines():
        rest, _, options = line.rpartition(" (")
        _, _, mount = rest.partition(" on ")
        if mount:
            found.append((mount, options.split(",")[0].rstrip(")")))
    return found
