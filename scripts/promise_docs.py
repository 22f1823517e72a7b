"""Puts what `check` really says into docs/promises-of-a-scenario.md.

    python scripts/promise_docs.py [FILE]

Below each line `<!-- broken/NAME CODE -->` goes what checking that scenario of the tests prints of
that code.
"""

import re
import sys
from dataclasses import replace
from pathlib import Path

from classroomsim.proof.check import check_file
from classroomsim.scenario.problems import render

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "promises-of-a-scenario.md"
SCENARIOS = ROOT / "tests" / "scenarios"
NAME = "my_scenario.yaml"
MARKED = re.compile(r"<!-- (broken/\w+) ([A-Z]\d{3}) -->\n(?:\n```text\n.*?\n```\n)?", re.DOTALL)


def filled(page: str) -> str:
    """The page with every example as it is printed now."""
    return MARKED.sub(_example, page)


def _example(marked: re.Match[str]) -> str:
    scenario, code = marked.groups()
    path = SCENARIOS / f"{scenario}.yaml"
    found = next(it for it in check_file(path).problems if it.code == code)
    said = render(replace(found, file=NAME), path.read_text(encoding="utf-8"))
    return f"<!-- {scenario} {code} -->\n\n```text\n{said}\n```\n"


def main() -> None:
    """Fills the page."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else PAGE
    path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"{path}: written")


if __name__ == "__main__":
    main()
