"""Reading a scenario of 10,000 lines, from bytes to a machine ready to play, against `yaml.load`.

Ours parses, validates, resolves and compiles: every text, name, condition and effect of the file
is checked eagerly, and all places are known. What one choice does under one telling is compiled
when it is first taken, as in play; nothing that can be wrong with a file is left for then.
PyYAML's C loader, on the same text, only makes plain values.
"""

import argparse
import sys
from collections.abc import Iterator

import yaml

from bench.measure import compare, table
from classroomsim.engine.machine import Machine
from classroomsim.scenario.catalogue import MINIMAL
from classroomsim.scenario.problems import render_all
from classroomsim.scenario.read import Reading, read_parsed, shipped_rulebook
from classroomsim.scenario.source import parse_source

LINES = 10_000
LIMIT = 1.0
"""Most time, in that of `yaml.load`."""
FLAGS = ("class_has_task", "plan_agreed", "promise_open", "way_back_agreed")
MOVES = ("pause", "coregulate", "private_correct", "adapt_task", "remove_audience", "repair")


def scenario_text(lines: int = LINES) -> str:
    """A sound scenario of about so many lines, laid out as authors do."""
    before, after = MINIMAL.split("scenes:\n", 1)
    endings = "endings:\n" + after.split("endings:\n", 1)[1].split("plays:\n", 1)[0]
    head = before.replace("start: the_book", "start: scene_0") + "scenes:\n"
    tail = endings + "reviewed: not yet\n"
    one = "".join(_scene(0, 2))
    count = round((lines - head.count("\n") - tail.count("\n")) / one.count("\n"))
    scenes = "".join(line for number in range(count) for line in _scene(number, count))
    return head + scenes + tail


def _scene(number: int, count: int) -> Iterator[str]:
    on = f"scene_{number + 1}" if number + 1 < count else "way_back"
    yield f"""\
  scene_{number}:
    name: moment {number}
    clock: "14:{number % 60:02}"
    text:
      - >-
        Kai's book is back on the desk, closed. The tape measure goes round the room, and number
        {number} is called out. Some of the class look up; the others go on with question four.
      - when: room.attention >= turned
        say: Most of the room has turned to look, and it has gone quiet.
    notice:
      - {{when: underneath.lunch_row, say: He is breathing through his mouth.}}
      - {{when: underneath.cannot_begin and pupil.stress < agitated, say: The page is blank.}}
      - when:
          - pupil.stress >= agitated
          - not rose.pupil.stress
        say: He has stopped pulling at his sleeve.
    discuss: What would each of these say to the other twenty-nine?
    skip: {on}
    choices:
"""
    for place in range(4):
        yield from _choice(number, place, on)


def _choice(number: int, place: int, on: str) -> Iterator[str]:
    move, other = MOVES[(number + place) % 6], MOVES[(number + place + 1) % 6]
    flag = FLAGS[(number + place) % 4]
    earlier = f"chose.scene_{max(0, number - 1)}.way_{place}"
    yield f"""\
      way_{place}:
        say: >-
          Crouch beside him, side-on, and say quietly: "Rough start. I am here, and so is
          question {number}. Two minutes, and I will be back."
        did: Crouched beside him and said two minutes
        moves: [{move}, {other}]
        manner: [private, short, side]
        costs: [time]
        why_reasonable: He may not be able to do this alone, and the class can wait a little.
        then: {{room.settled: down 1, {flag}: yes}}
"""
    if place % 2:
        yield f"        goto: {on}\n"
    else:
        yield f"""\
        goto:
          - {{when: pupil.stress >= {7 + place} and not {flag}, to: still_outside}}
          - when: room.attention >= whispers and ({earlier} or pupil.trust < answers)
            to: {on}
          - {{to: {on}}}
"""
    if place < 2:
        yield f"""\
        coach:
          noticed: You came down to his height, and said how long it would be.
          might:
            - He may have been saying that the start was too much. He watched your hands.
            - {{when: underneath.lunch_row, say: One reading is that lunch was not over for him.}}
          followed:
            - when: fell.pupil.stress
              say: His shoulders came down, and two of the class went back to question {number}.
            - {{when: not fell.pupil.stress, say: He stayed as he was. The class waited.}}
          another:
            move: {other}
            say: '"Books stay on desks in here. I will be back at ten past."'
            cost: It leaves him with the question for as long as you are away.
          tuesday: If a book lands, then I will count to five before I speak.
          question: What did you see while you were down there?
          school: A second adult for the ten minutes after wet play, on Tuesdays.
"""


def read(raw: bytes) -> Reading:
    """Reads and compiles; leaves with the problems if there are any."""
    reading = read_parsed(parse_source("long.yaml", raw), *shipped_rulebook())
    if reading.scenario is None:
        texts = {reading.source.name: reading.source.text}
        sys.exit(render_all(reading.problems[:5], texts))
    Machine(reading.scenario)
    return reading


def main() -> int:
    """Measures and prints; gives 1 where the limit is broken and `--check` was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=15, help="readings of each, after a warm-up")
    parser.add_argument("--check", action="store_true", help="fail where the limit is broken")
    asked = parser.parse_args()
    text = scenario_text()
    raw = text.encode()
    took = compare(
        {
            "yaml.load, CSafeLoader": lambda: yaml.load(text, Loader=yaml.CSafeLoader),
            "parsing alone": lambda: parse_source("long.yaml", raw),
            "read, validated, compiled": lambda: read(raw),
        },
        runs=asked.runs,
    )
    loaded, *_, ours = took.values()
    rows = [
        [it.name, f"{it.median * 1000:.1f} ms", f"{it.over(loaded):.2f}x"] for it in took.values()
    ]
    print(f"{text.count(chr(10)):,} lines, {len(raw):,} bytes")
    print(table(["", "median", "ratio"], rows))
    print(f"The last is to stay within {LIMIT}x. It checks everything; what one choice does under")
    print("one telling is compiled when it is first taken.")
    return 1 if asked.check and ours.over(loaded) > LIMIT else 0


if __name__ == "__main__":
    sys.exit(main())
