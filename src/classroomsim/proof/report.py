"""What checking found, for an author to read and for other programs: text, JSON, GitHub.

Problems come first, then what was proved. Pure: the text is made here and printed elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from enum import Enum

from classroomsim.proof.atlas import Met, percent
from classroomsim.proof.check import Checked
from classroomsim.proof.figures import EndingMet, Figures
from classroomsim.proof.prove import Proof
from classroomsim.scenario.problems import in_order, render_all, to_github, to_json
from classroomsim.scenario.text import clean_line

HOLDS, BROKEN, NOT_PROVEN = 0, 1, 3
"""Exit codes of `check`; 2, bad use, is the command line's."""
FORMAT = 1
"""The version of the JSON that is written; raised when a reader of it would have to change."""
GAP = "  "
SAME = 0.0005
"""Shares that differ by less are told as one."""


class Verdict(Enum):
    """What a file is, as far as its author is concerned."""

    UNREADABLE = "unreadable"
    """It has errors that keep it from being played, so that nothing could be proved."""
    BROKEN = "broken"
    """It can be played, and breaks a promise that even a draft has to keep."""
    NOT_PROVEN = "not proven"
    """Nothing was found that is wrong, and not every state was looked at."""
    DRAFT = "draft"
    """It plays, and has warnings."""
    READY = "ready to share"
    RULEBOOK = "rulebook"
    """A rulebook without errors: there is no story in it to prove."""


def verdict_of(checked: Checked) -> Verdict:
    """What to call a file, by the worst that was found."""
    found = {problem.severity for problem in checked.problems}
    if "error" in found:
        return Verdict.BROKEN if checked.proof is not None else Verdict.UNREADABLE
    if checked.proof is None:
        return Verdict.RULEBOOK if "warning" not in found else Verdict.DRAFT
    if checked.proof.not_proven is not None:
        return Verdict.NOT_PROVEN
    return Verdict.DRAFT if "warning" in found else Verdict.READY


def exit_code(everything: Iterable[Checked], *, strict: bool) -> int:
    """0 holds, 1 errors or a broken promise, 3 not proven within the limit; 1 comes before 3."""
    everything = list(everything)
    if not all(one.holds(strict=strict) for one in everything):
        return BROKEN
    unproven = any(verdict_of(one) is Verdict.NOT_PROVEN for one in everything)
    return NOT_PROVEN if unproven else HOLDS


def as_text(everything: Sequence[Checked], *, strict: bool) -> str:
    """Every problem with its place, and then an account of each file."""
    texts = {name: text for one in everything for name, text in one.texts.items()}
    problems = [problem for one in everything for problem in one.problems]
    parts = [render_all(problems, texts)] if problems else []
    parts += [account(one, strict=strict) for one in everything]
    return "\n\n".join(parts)


def as_text_before(everything: Sequence[Checked]) -> str:
    """What is known before anything is proved: the problems so far, and that more may come."""
    texts = {name: text for one in everything for name, text in one.texts.items()}
    problems = [problem for one in everything for problem in one.problems]
    parts = [render_all(problems, texts)] if problems else []
    names = ", ".join(clean_line(one.name) for one in everything if one.proof is not None)
    return "\n\n".join([*parts, f"{names}: being proved ..."])


def as_github(everything: Sequence[Checked], *, strict: bool) -> str:
    """Workflow commands: an annotation for each problem, and a notice with each verdict."""
    problems = [problem for one in everything for problem in one.problems]
    lines = [to_github(problems)] if problems else []
    for one in everything:
        said = clean_line(f"{one.name}: {_sentence(one, strict=strict)}").replace("%", "%25")
        level = "notice" if exit_code([one], strict=strict) == HOLDS else "error"
        lines.append(f"::{level} title=classroomsim check::{said}")
    return "\n".join(lines)


def as_json(everything: Sequence[Checked], *, strict: bool) -> str:
    """One object; docs/checking.md says what is in it."""
    code = exit_code(everything, strict=strict)
    files = [_file(one, strict=strict) for one in everything]
    report = {"format": FORMAT, "strict": strict, "exit": code, "files": files}
    return json.dumps(report, indent=2, ensure_ascii=False)


def account(checked: Checked, *, strict: bool) -> str:
    """A file in a few lines: the verdict, how much was looked at, and what was respected."""
    title = f", {checked.title}" if checked.title else ""
    lines = [f"{checked.name}{title}", GAP + _sentence(checked, strict=strict)]
    if checked.plays and not any(it.code in {"E501", "E502"} for it in checked.problems):
        lines.append(GAP + _own_plays(checked.plays))
    if checked.proof is not None:
        lines += [GAP + line for line in _proved(checked.proof)]
    return clean_lines(lines)


def clean_lines(lines: Iterable[str]) -> str:
    """Lines as they can be shown in a terminal; what they are indented by is kept."""
    return "\n".join(
        line[: len(line) - len(line.lstrip())] + clean_line(line.lstrip()) for line in lines
    )


def _sentence(checked: Checked, *, strict: bool) -> str:
    warnings = counted(sum(it.severity == "warning" for it in checked.problems), "warning")
    errors = counted(sum(it.severity == "error" for it in checked.problems), "error")
    match verdict_of(checked):
        case Verdict.UNREADABLE:
            return f"can't be played yet: {errors} to mend"
        case Verdict.BROKEN:
            return f"breaks what even a draft has to keep: {errors} to mend"
        case Verdict.NOT_PROVEN:
            said = checked.proof.not_proven if checked.proof else None
            also = "" if warnings.startswith("no ") else f"; {warnings} so far"
            return f"not proven: {(said or '').removeprefix('not proven: ')}{also}"
        case Verdict.DRAFT if strict:
            return f"not ready to share: {warnings} to mend"
        case Verdict.DRAFT:
            return f"a draft: it plays, with {warnings} to mend before it is ready to share"
        case Verdict.RULEBOOK:
            return "a rulebook without errors"
        case Verdict.READY:
            return "ready to share: every promise is kept, in every state of every telling"


def counted(number: int, thing: str) -> str:
    """A number of things in words: 'no errors', '1 error', '12 errors'."""
    return f"{number or 'no'} {thing}{'s' * (number != 1)}"


def _own_plays(plays: int) -> str:
    ends = "ends" if plays == 1 else "end"
    return f"the author's own {counted(plays, 'play')} {ends} as expected"


def _proved(proof: Proof) -> list[str]:
    if not proof.figures:
        return _exceptions(proof)
    tellings = f" of {len(proof.figures)} tellings" if len(proof.figures) > 1 else ""
    lines = [
        f"looked at {counted_states(proof)}{tellings}, whatever is chosen or skipped:",
        *_table([HEAD, *(_row(it) for it in proof.figures)], "<>>>>>"),
    ]
    if proof.endings:
        lines.append("how often each ending is met, where choices are picked evenly:")
        lines += _table([_ending_row(it) for it in proof.endings], "<<<><")
    return [*lines, *_exceptions(proof)]


def counted_states(proof: Proof) -> str:
    """How many states were looked at, in words."""
    return f"{proof.states:,} state{'s' * (proof.states != 1)}"


HEAD = ("telling", "states", "transitions", "different plays", "beats", "mostly about")


def _table(rows: Sequence[tuple[str, ...]], sides: str) -> list[str]:
    """Rows in columns; `sides` says of each whether its cells stand on the left or the right."""
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    lines = (
        "  ".join(
            f"{cell:{side}{width}}" for cell, side, width in zip(row, sides, widths, strict=True)
        )
        for row in rows
    )
    return [GAP + line.rstrip() for line in lines]


def _ending_row(it: EndingMet) -> tuple[str, ...]:
    """An ending, what it leaves, how often, and under what it is met least and most."""
    word = Met(it.share, seen=True).word
    if not it.share:
        return it.id, it.leaves, word, "", ""
    least, most = (pick(it.under, key=it.under.__getitem__) for pick in (min, max))
    between = f"{_percent(it.under[least])} under {least}, {_percent(it.under[most])} under {most}"
    same = it.under[most] - it.under[least] < SAME
    return it.id, it.leaves, word, percent(it.share), "" if same else between


def _percent(share: float) -> str:
    return percent(share) if share else "never"


def _row(it: Figures) -> tuple[str, ...]:
    longest = "no limit" if it.longest is None else str(it.longest)
    beats = longest if str(it.shortest) == longest else f"{it.shortest} to {longest}"
    typical = "not known" if it.typical is None else f"{it.typical:.1f}"
    plays = str(it.plays)
    return it.telling, f"{it.states:,}", f"{it.transitions:,}", plays, beats, typical


def _exceptions(proof: Proof) -> list[str]:
    if not proof.exceptions:
        return []
    return ["respected, since the author says so:", *(f"{GAP}{it}" for it in proof.exceptions)]


def _file(checked: Checked, *, strict: bool) -> dict[str, object]:
    rows: object = json.loads(to_json(in_order(checked.problems)))
    return {
        "file": clean_line(checked.name),
        "title": clean_line(checked.title),
        "verdict": verdict_of(checked).value,
        "holds": exit_code([checked], strict=strict) == HOLDS,
        "said": clean_line(_sentence(checked, strict=strict)),
        "problems": rows,
        "proof": None if checked.proof is None else _proof(checked.proof),
    }


def _proof(proof: Proof) -> dict[str, object]:
    return {
        "complete": proof.not_proven is None,
        "states": proof.states,
        "tellings": [_telling(it) for it in proof.figures],
        "endings": [_ending(it) for it in proof.endings],
        "exceptions": [clean_line(it) for it in proof.exceptions],
        "not_proven": proof.not_proven,
    }


def _ending(it: EndingMet) -> dict[str, object]:
    return {"ending": it.id, "leaves": it.leaves, "share": it.share, "under": dict(it.under)}


def _telling(it: Figures) -> dict[str, object]:
    return {
        "telling": it.telling,
        "states": it.states,
        "transitions": it.transitions,
        "plays": {"count": it.plays.count, "exact": it.plays.exact, "beats": it.plays.beats},
        "beats": {"shortest": it.shortest, "longest": it.longest, "typical": it.typical},
    }
