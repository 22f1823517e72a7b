"""Makes docs/problems.md from the catalogue of problem codes.

    python scripts/problem_docs.py [FILE]

Each code with what it means, an example, and what `classroomsim check` prints of the example.
"""

import sys
import tempfile
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from classroomsim.proof.check import check_file
from classroomsim.scenario.catalogue import CATALOGUE, MINIMAL, Entry, example_of
from classroomsim.scenario.problems import Problem, Severity, render

PAGE = Path(__file__).parents[1] / "docs" / "problems.md"
NAME = "my_scenario.yaml"
WIDTH = 96

INTRODUCTION = """\
# Problem codes

`classroomsim check` says where a problem is, what is wrong, and what to write instead. This page
has every code with an example: a small scenario without problems, with the lines changed that are
shown, and then what `check` says of it.

An **error** stops the scenario from being played. A **warning** leaves it a draft that plays, and
has to go before it is ready to share (`check --strict`). A **note** is worth a second look, and
never counts against a file.

*This page is made by `python scripts/problem_docs.py` from `scenario/catalogue.py`: change it
there.*
"""
GROUPS = {
    "E0": "Reading the file",
    "E1": "The shape of a scenario",
    "E2": "Conditions",
    "E3": "Effects, and names of things elsewhere",
    "W4": "Words",
    "E5": "The author's own plays",
    "P6": "Proofs",
}
ABOUT = {
    "E0": "What keeps a file from being read as YAML, or as the part of YAML that scenarios use.",
    "E1": "Something is missing, unknown, of the wrong kind, or too many.",
    "E2": "What stands after `when:`, `expect:` and the like.",
    "E3": "What stands after `then:` and `arrive:`, and names that lead to another part of the file"
    " or the rulebook.",
    "W4": "Words that score, blame or label, and words to look at again.",
    "E5": "What is written under `plays:` is played by `check`.",
    "P6": "What `check` finds by visiting everything that can happen in the story. `see it:` is the"
    " shortest play that shows it.",
}
KINDS: dict[Severity, str] = {"error": "an error", "warning": "a warning", "note": "a note"}


def page() -> str:
    """The whole page."""
    parts = [INTRODUCTION]
    group = ""
    for code, entry in CATALOGUE.items():
        if code[:2] != group:
            group = code[:2]
            parts.append(f"## {GROUPS[group]}\n\n{_wrapped(ABOUT[group])}")
        parts.append("\n\n".join(_section(code, entry)) + "\n")
    return "\n".join(parts)


def _section(code: str, entry: Entry) -> Iterator[str]:
    found = found_in(code)
    yield f"### {code}: {entry.title}"
    if found is not None:
        yield f"*{code} is {KINDS[found.severity]}.*"
    yield _wrapped(entry.meaning).rstrip()
    yield from _example(entry)
    if found is not None:
        text = example_of(code).decode("utf-8", "replace")
        yield f"```text\n{render(found, text)}\n```"


def found_in(code: str) -> Problem | None:
    """The problem of this code in its example, as `check` finds it; None if it does not."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / NAME
        path.write_bytes(example_of(code))
        problems = check_file(path).problems
    found = next((it for it in problems if it.code == code), None)
    return None if found is None else replace(found, file=NAME)


def _example(entry: Entry) -> Iterator[str]:
    """The lines that are changed, before and after."""
    if entry.old == MINIMAL:
        yield f"In place of the whole file:\n\n{_fenced(entry.new)}"
        return
    old, new = _lines_around(entry)
    if not new.strip():
        yield f"Without the line\n\n{_fenced(old)}"
        return
    times = f", {entry.times:,} times over" if entry.times > 1 else ""
    coded = "" if entry.encoding == "utf-8" else f", saved as {entry.encoding}"
    yield f"In place of\n\n{_fenced(old)}"
    yield f"this{times}{coded}:\n\n{_fenced(new)}"


def _lines_around(entry: Entry) -> tuple[str, str]:
    """The whole lines that the example changes, and what they become (once, if many times)."""
    start = MINIMAL.index(entry.old)
    end = start + len(entry.old)
    head = MINIMAL[MINIMAL.rfind("\n", 0, start) + 1 : start]
    tail = "" if entry.old.endswith("\n") else MINIMAL[end : MINIMAL.index("\n", end)]
    return head + entry.old + tail, head + entry.new.replace("{n}", "1") + tail


def _fenced(text: str) -> str:
    lines = textwrap.dedent(text).strip("\n").split("\n")
    shown = [line if len(line) <= WIDTH else line[: WIDTH - 1] + "…" for line in lines]
    return "```yaml\n" + "\n".join(shown) + "\n```"


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH, break_on_hyphens=False) + "\n"


def main() -> None:
    """Writes the page."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else PAGE
    path.write_text(page(), encoding="utf-8")
    print(f"{path}: written")


if __name__ == "__main__":
    main()
