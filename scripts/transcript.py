"""Puts a real play as plain lines into docs/playing.md.

    python scripts/transcript.py [FILE]

The flagship under one telling, with the same lines typed each time: a change in it is a change in
what a player reads.
"""

import io
import re
import sys
from pathlib import Path

from classroomsim.plain.player import PlainPlayer
from classroomsim.scenario.library import find
from classroomsim.scenario.read import read_scenario

PAGE = Path(__file__).parents[1] / "docs" / "playing.md"
SCENARIO, TELLING = "tuesday_210", "cannot_write"
TYPED = ("2", "q")
START = "14:10"
"""The transcript begins with the first beat: what is known before it is left out."""
BLOCK = re.compile(r"(<!-- transcript -->\n```text\n).*?(```\n<!-- end -->)", re.DOTALL)


class Typist(io.StringIO):
    """Types lines that are seen in the output, as in a terminal."""

    def __init__(self, out: io.StringIO) -> None:
        super().__init__("".join(f"{line}\n" for line in TYPED))
        self.out = out

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override] # of two bases
        """The next line, which is seen as it is typed."""
        line = super().readline(-1 if size is None else size)
        self.out.write(line)
        return line


def transcript() -> str:
    """What a player reads and types, from the first beat on."""
    out = io.StringIO()
    player = PlainPlayer(Typist(out), out, interactive=True)
    player.play(read_scenario(find(SCENARIO)), TELLING, (), None)
    text = out.getvalue()
    return text[text.index(f"\n{START}") :].strip()


def page(text: str) -> str:
    """The page with the transcript as it is now."""
    return BLOCK.sub(lambda found: f"{found[1]}{transcript()}\n{found[2]}", text)


def main() -> None:
    """Writes the page."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else PAGE
    path.write_text(page(path.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"{path}: written")


if __name__ == "__main__":
    main()
