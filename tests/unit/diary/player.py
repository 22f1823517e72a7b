"""A player in a process of its own, who says what they are about to do and what is done.

Prints `ready`, waits for one line (`PATH HOW SEED STEPS`, or with the number of a play to carry on
after it, with tabs between them), begins, prints `done` with what the diary holds, and waits for
one more line. Then before each step comes a line `will ...` with what the diary will hold, and
after it `done` with the same: from then on the step must never be lost. HOW is `wander`, or
`forward` for choices only.

    python -m tests.unit.diary.player
"""

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from classroomsim.diary.sitting import Sitting
from classroomsim.diary.store import Diary, Entry
from classroomsim.scenario.read import read_scenario

SMALL = Path(__file__).parents[2] / "scenarios" / "small.yaml"


@dataclass(frozen=True)
class Held:
    """What one play in a diary holds, but for its times."""

    play: int
    choices: list[str]
    guesses: dict[str, list[str]] = field(default_factory=dict)
    notes: list[list[int | str]] = field(default_factory=list)
    plans: dict[str, str] = field(default_factory=dict)
    focus: str | None = None

    @classmethod
    def of(cls, entry: Entry, diary: Diary) -> "Held":
        guesses = {str(n): list(options) for n, options in entry.guesses.items()}
        notes: list[list[int | str]] = [[note.number, note.text] for note in entry.notes]
        plans = {str(plan.number): plan.line for plan in diary.plans_of(entry.id)}
        return cls(entry.id, list(entry.key.choices), guesses, notes, plans, entry.focus)

    @classmethod
    def by(cls, sitting: Sitting) -> "Held":
        guesses = {str(n): list(options) for n, options in sitting.guesses.items()}
        notes: list[list[int | str]] = [[number, text] for number, text in sitting.notes]
        plans = {str(plan.number): plan.line for plan in sitting.plans}
        choices = list(sitting.play.choices)
        return cls(sitting.entry or 0, choices, guesses, notes, plans, sitting.focus)


def chance(seed: int) -> Random:
    """The same on every machine, and no secret."""
    return Random(seed)  # noqa: S311


def tell(word: str, held: Held) -> None:
    """One line, so that it is whole or not there at all."""
    sys.stdout.write(f"{word} {json.dumps(held.__dict__)}\n")
    sys.stdout.flush()


def copy(sitting: Sitting) -> Sitting:
    """A sitting that stands where this one does, and is kept nowhere."""
    ahead = Sitting(sitting.play, sitting.texts)
    ahead.guesses, ahead.notes = dict(sitting.guesses), list(sitting.notes)
    ahead.entry, ahead.focus = sitting.entry, sitting.focus
    ahead._plans = {plan.number: plan for plan in sitting.plans}
    return ahead


def step(sitting: Sitting, rng: Random, how: str) -> None:
    """Something a player does now and then, but mostly a choice."""
    offers = [choice.id for choice in sitting.play.offers]
    if how == "forward":
        sitting.choose("linger")
        return
    what = rng.random()
    if what < 0.6 and offers:
        sitting.choose(rng.choice([*offers, "skip", "linger" if "linger" in offers else "skip"]))
    elif what < 0.8:
        sitting.back()
    elif what < 0.9:
        sitting.guess(rng.sample(["help_me", "see_me"], rng.randrange(3)))
    elif what < 0.95 and sitting.play.choices:
        number = rng.randrange(len(sitting.play.choices))
        sitting.plan(number, f"If it spills, then {rng.randrange(1000)}")
    elif what < 0.96:
        sitting.focus_on(rng.choice(["calm", "words"]))
    else:
        sitting.note(f"A thought, {rng.randrange(1000)}")


def play(path: Path, how: str, seed: int, steps: int, entry: int | None) -> None:
    rng = chance(seed)
    diary = Diary.open(path)
    if entry is None:
        sitting = Sitting.begin(read_scenario(SMALL), "tired", diary, rng)
    else:
        sitting = Sitting.resume(diary, diary.entry(entry))
    tell("done", Held.by(sitting))
    sys.stdin.readline()
    for _ in range(steps):
        # The same step on a copy that is kept nowhere shows what is about to be.
        ahead, place = copy(sitting), rng.getstate()
        step(ahead, rng, how)
        tell("will", Held.by(ahead))
        rng.setstate(place)
        step(sitting, rng, how)
        tell("done", Held.by(sitting))
    diary.close()


def main() -> None:
    read_scenario(SMALL)  # slow once, and not to be waited for after the line
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    path, how, seed, steps, *entry = sys.stdin.readline().rstrip("\n").split("\t")
    play(Path(path), how, int(seed), int(steps), int(entry[0]) if entry else None)


if __name__ == "__main__":
    main()
