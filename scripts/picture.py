"""Makes docs/play.svg, the picture in the README, from the real app.

    python scripts/picture.py [FILE]

The flagship's first scene in one telling, at 120x36: the same file each time, so that a change in
it is a change in the app.
"""

import asyncio
import re
import sys
from pathlib import Path

from classroomsim.scenario.library import find
from classroomsim.scenario.read import read_scenario
from classroomsim.ui.app import ClassroomSim
from classroomsim.ui.play import PlayScreen

PICTURE = Path(__file__).parents[1] / "docs" / "play.svg"
SCENARIO, TELLING = "tuesday_210", "cannot_write"
SIZE = (120, 36)
STABLE = "classroomsim"
"""Stands in class names for the number that Rich draws anew for each picture."""


async def picture() -> str:
    """The first beat, with the second choice marked, as SVG."""
    app = ClassroomSim(False, read_scenario(find(SCENARIO)), TELLING)
    times = iter(range(0, 10**6, 60))
    app.guard.clock = lambda: next(times)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        while not (isinstance(app.screen, PlayScreen) and app.guard.showing):
            await pilot.pause(0.01)
        await pilot.press("down")
        await pilot.pause()
        return stable(app.export_screenshot(title="classroomsim"))


def stable(svg: str) -> str:
    """The same picture without what changes from run to run or is fetched from elsewhere."""
    svg = re.sub(r"terminal-\d+-", f"{STABLE}-", svg)
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)  # fonts from the internet
    return svg.rstrip() + "\n"


def main() -> None:
    """Writes the picture."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE
    path.parent.mkdir(exist_ok=True)
    path.write_text(asyncio.run(picture()), encoding="utf-8")
    print(f"{path}: written")


if __name__ == "__main__":
    main()
