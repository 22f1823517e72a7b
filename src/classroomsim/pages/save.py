"""A copy saved: what it might be called, and written without harm to what is there already."""

from __future__ import annotations

import os
import re
import unicodedata
from contextlib import suppress
from pathlib import Path

from classroomsim.pages.document import Document
from classroomsim.scenario.text import clean_line

_LONGEST_NAME = 60
_OWN_EYES = 0o600


class SaveError(Exception):
    """A copy can't be saved; its text is a sentence for the player."""


def written(document: Document, path: Path) -> str:
    """The page in the format that the name of the file asks for.

    Raises `SaveError` for a name that ends in neither `.html` nor `.md`.
    """
    match path.suffix.lower():
        case ".html" | ".htm":
            from classroomsim.pages.html import to_html

            return to_html(document)
        case ".md" | ".markdown":
            from classroomsim.pages.markdown import to_markdown

            return to_markdown(document)
        case _:
            raise SaveError(
                f"'{clean_line(path.name)}' should end in .html, to open and print, or in .md, for"
                " plain text"
            )


def save(text: str, path: Path, *, replace: bool = False) -> None:
    """Writes a copy as UTF-8, which nobody but its owner may read.

    What is at `path` already stays as it is, unless `replace`; then it stays whole until the new
    one is. Raises `SaveError`.
    """
    path = _from_home(path)
    try:
        if not replace:
            _write_new(text, path)
        else:
            beside = path.with_name(f".{path.name[:_LONGEST_NAME]}.{os.getpid()}")
            _write_new(text, beside)
            beside.replace(path)
    except FileExistsError:
        name = clean_line(path.name)
        raise SaveError(f"there is a '{name}' there already; choose another name") from None
    except (OSError, ValueError) as error:
        raise SaveError(_refused(path, error)) from None


def _from_home(path: Path) -> Path:
    """The path with the player's own folder in place of `~`. Raises `SaveError`."""
    try:
        return path.expanduser()
    except RuntimeError:  # a `~name` whom nobody knows, or no folder of one's own
        name = clean_line(path.parts[0])
        raise SaveError(f"this computer has no folder '{name}'; write out the whole path") from None


def _write_new(text: str, path: Path) -> None:
    """Writes a file that is not there yet; a half-written one is taken away again."""
    with open(path, "xb", opener=_for_own_eyes) as file:
        try:
            file.write(text.encode("utf-8", "replace"))
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            with suppress(OSError):
                path.unlink()
            raise


def _for_own_eyes(path: str, flags: int) -> int:
    return os.open(path, flags, _OWN_EYES)


def _refused(path: Path, error: OSError | ValueError) -> str:
    said = error.strerror if isinstance(error, OSError) and error.strerror else "the name won't do"
    if isinstance(error, FileNotFoundError):
        return f"there is no folder '{clean_line(str(path.parent))}' to save it in"
    if isinstance(error, IsADirectoryError):
        return f"'{clean_line(str(path))}' is a folder; add a name for the file"
    return f"it can't be saved as '{clean_line(str(path))}': {said.lower()}"


def suggest_name(title: str, kind: str, suffix: str) -> str:
    """What a copy may be called.

    >>> suggest_name("Tuesday, 2.10", "looking back", ".html")
    'tuesday-2-10-looking-back.html'
    """
    words = unicodedata.normalize("NFKD", clean_line(f"{title} {kind}")).lower()
    plain = "".join(it for it in words if not unicodedata.combining(it))
    name = re.sub(r"[\W_]+", "-", plain).strip("-")[:_LONGEST_NAME].strip("-")
    return f"{name or 'copy'}{suffix}"


def suggest_path(title: str, kind: str, suffix: str) -> Path:
    """Where a copy may go: a name that is free, in the documents folder if there is one."""
    from platformdirs import user_documents_path

    documents = user_documents_path()
    folder = documents if documents.is_dir() else Path.cwd()
    wanted = folder / suggest_name(title, kind, suffix)
    number = 2
    path = wanted
    while path.exists():
        path = wanted.with_stem(f"{wanted.stem}-{number}")
        number += 1
    return path
