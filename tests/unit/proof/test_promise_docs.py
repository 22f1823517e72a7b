"""docs/promises-of-a-scenario.md has a section for every promise, with what `check` really says."""

import re
from pathlib import Path

from classroomsim.scenario.catalogue import CATALOGUE
from scripts.promise_docs import PAGE, filled

PROOF = Path(__file__).parents[3] / "src" / "classroomsim" / "proof"
SECTION = re.compile(r"^### (P\d{3}): ", re.MULTILINE)


def told() -> set[str]:
    """Every code that the proofs can tell, and those of the catalogue."""
    found = {code for path in PROOF.rglob("*.py") for code in codes_in(path)}
    return found | {code for code in CATALOGUE if code.startswith("P")}


def codes_in(path: Path) -> list[str]:
    return re.findall(r'"(P6\d\d)"', path.read_text(encoding="utf-8"))


def test_every_promise_has_its_section_and_a_way_to_mend_it() -> None:
    page = PAGE.read_text(encoding="utf-8")
    sections = SECTION.findall(page)
    assert sections == sorted(told())
    bodies = SECTION.split(page)[2::2]
    without = [
        code for code, body in zip(sections, bodies, strict=True) if "**To mend it:**" not in body
    ]
    assert not without


def test_the_examples_are_what_check_prints() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == filled(page), "run python scripts/promise_docs.py"
