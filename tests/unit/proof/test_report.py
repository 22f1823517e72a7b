"""What `check` writes out: problems first, then what each file is, in words and as data."""

import json
import re
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from classroomsim.proof.atlas import atlas_of
from classroomsim.proof.check import Checked, check_file
from classroomsim.proof.progress import PATIENCE, ProgressLine
from classroomsim.proof.report import (
    BROKEN,
    HOLDS,
    NOT_PROVEN,
    Verdict,
    as_github,
    as_json,
    as_text,
    as_text_before,
    counted,
    exit_code,
    verdict_of,
)
from classroomsim.proof.watch import BETWEEN_LOOKS, watch
from classroomsim.scenario.problems import Place, Problem
from classroomsim.scenario.read import rulebook_path
from tests.unit.proof.scenarios import checked, path_of, reading_of

NAMES = ["sound", "told_apart", "stuck", "broken_play"]


@pytest.fixture(scope="module")
def found() -> dict[str, Checked]:
    return {name: checked(name) for name in NAMES}


@pytest.fixture(scope="module")
def cut_short() -> Checked:
    """A story without problems of which only some states were looked at."""
    return check_file(path_of("sound"), 50)


@pytest.fixture(scope="module")
def unreadable(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    path = tmp_path_factory.mktemp("folder") / "new.yaml"
    path.write_text("classroomsim: 1\nid: new\n", encoding="utf-8")
    return check_file(path)


# What a file is


def test_a_file_is_called_by_the_worst_that_was_found(
    found: dict[str, Checked], cut_short: Checked, unreadable: Checked
) -> None:
    assert verdict_of(found["sound"]) is Verdict.READY
    assert verdict_of(found["told_apart"]) is Verdict.DRAFT
    assert verdict_of(found["stuck"]) is Verdict.BROKEN
    assert verdict_of(cut_short) is Verdict.NOT_PROVEN
    assert verdict_of(unreadable) is Verdict.UNREADABLE
    assert verdict_of(check_file(rulebook_path())) is Verdict.RULEBOOK


@pytest.mark.parametrize(
    ("names", "strict", "code"),
    [
        (["sound"], True, HOLDS),
        (["sound", "told_apart"], False, HOLDS),
        (["sound", "told_apart"], True, BROKEN),
        (["stuck"], False, BROKEN),
        ([], True, HOLDS),
    ],
)
def test_the_exit_code(
    found: dict[str, Checked], names: list[str], *, strict: bool, code: int
) -> None:
    assert exit_code([found[name] for name in names], strict=strict) == code


def test_a_broken_promise_comes_before_what_is_not_proven(
    found: dict[str, Checked], cut_short: Checked
) -> None:
    assert exit_code([cut_short, found["sound"]], strict=True) == NOT_PROVEN
    assert exit_code([cut_short, found["stuck"]], strict=False) == BROKEN


# Text


def test_problems_come_first_and_then_an_account_of_each_file(found: dict[str, Checked]) -> None:
    text = as_text([found["stuck"], found["sound"]], strict=False)
    problem, broken, ready = (text.index(it) for it in ("P601", "breaks what", "ready to share"))
    assert problem < broken < ready
    assert "see it: classroomsim play" in text


def test_a_draft_says_what_is_left_to_do(found: dict[str, Checked]) -> None:
    draft = [found["told_apart"]]
    assert "a draft: it plays, with 1 warning to mend" in as_text(draft, strict=False)
    assert "not ready to share: 1 warning to mend" in as_text(draft, strict=True)


def test_the_account_counts_in_words_an_author_can_use(found: dict[str, Checked]) -> None:
    text = as_text([found["sound"]], strict=False)
    assert "looked at 160 states of 4 tellings, whatever is chosen or skipped" in text
    assert "the author's own 1 play ends as expected" in text
    lines = [line.split() for line in text.splitlines()]
    assert ["tired", "40", "26", "8", "3", "3.0"] in lines


def test_the_account_says_how_often_each_ending_is_met(found: dict[str, Checked]) -> None:
    sound = found["sound"]
    lines = [line.split() for line in as_text([sound], strict=False).splitlines()]
    (washed,) = [line for line in lines if line[:2] == ["washed", "repaired"]]
    assert washed[2] in {"often", "sometimes"}
    assert sound.proof is not None
    drawn = atlas_of(reading_of("sound").sound).endings
    for told, on_map in zip(sound.proof.endings, drawn, strict=True):
        assert (told.id, told.leaves) == (on_map.id, on_map.leaves)
        assert told.share == pytest.approx(on_map.met.share)
        assert told.under == pytest.approx(on_map.met.under)


def test_of_a_story_that_is_too_large_no_ending_is_told(cut_short: Checked) -> None:
    assert cut_short.proof is not None
    assert cut_short.proof.endings == ()
    assert "how often each ending" not in as_text([cut_short], strict=False)


def test_plays_that_end_otherwise_are_not_praised(found: dict[str, Checked]) -> None:
    assert "as expected" not in as_text([found["broken_play"]], strict=False)


def test_not_proven_says_what_was_covered(cut_short: Checked) -> None:
    text = as_text([cut_short], strict=False)
    assert "not proven: 50 states were looked at" in text
    assert "ready to share" not in text


def test_respected_exceptions_are_listed(tmp_path: Path) -> None:
    scene = "  the_table:\n    name: the table\n"
    why = "    no_way_back: Sometimes the bell comes first.\n"
    path = tmp_path / "excused.yaml"
    text = path_of("no_way_back").read_text(encoding="utf-8")
    path.write_text(text.replace(scene, scene + why), encoding="utf-8")
    said = as_text([check_file(path)], strict=True)
    assert "respected, since the author says so" in said
    assert "need have no way back: Sometimes the bell comes first." in said


def test_nothing_in_a_name_reaches_the_terminal_as_a_command(found: dict[str, Checked]) -> None:
    bad = replace(found["sound"], name="\x1b[2Jname\nsecond", title="\x9b31m\u202etitle")
    text = as_text([bad], strict=False)
    assert not set(text) & {"\x1b", "\x9b", "\u202e"}
    assert "name second" in text


def test_what_reading_alone_shows_is_known_before_anything_is_proved() -> None:
    (early,) = [check_file(path_of("not_coached"), 0)]
    assert as_text_before([early]).endswith("not_coached.yaml: being proved ...")
    assert "P661" in as_text_before([early])


def test_counts_are_words() -> None:
    assert [counted(n, "error") for n in (0, 1, 2)] == ["no errors", "1 error", "2 errors"]


# JSON and GitHub


def test_the_json_is_one_object(found: dict[str, Checked], cut_short: Checked) -> None:
    report = json.loads(as_json([*found.values(), cut_short], strict=True))
    assert set(report) == {"format", "strict", "exit", "files"}
    assert (report["format"], report["strict"], report["exit"]) == (1, True, 1)
    sound, apart, *_, short = report["files"]
    assert sound["verdict"] == "ready to share"
    assert sound["holds"]
    assert sound["proof"]["states"] == 160
    (tired, *_) = sound["proof"]["tellings"]
    assert tired["plays"] == {"count": 8, "exact": True, "beats": None}
    assert [it["code"] for it in apart["problems"]] == ["P651"]
    assert not apart["holds"]
    assert not short["proof"]["complete"]
    assert short["verdict"] == "not proven"


def keys_in(data: object) -> set[str]:
    """Every key of an object and of what is in it; keys that are ids of tellings left out."""
    if isinstance(data, list):
        return {key for it in data for key in keys_in(it)}
    if not isinstance(data, dict):
        return set()
    inside = (keys_in(value) for key, value in data.items() if key != "under")
    return set(data).union(*inside)


def test_the_page_on_checking_has_every_key_of_the_json(found: dict[str, Checked]) -> None:
    page = (Path(__file__).parents[3] / "docs" / "checking.md").read_text(encoding="utf-8")
    told = set(re.findall(r'"(\w+)":', page.partition("## The JSON")[2])) - {"tired"}
    report = as_json([*found.values()], strict=True)
    assert told == keys_in(json.loads(report))


def test_without_a_story_there_is_no_proof(unreadable: Checked) -> None:
    (file,) = json.loads(as_json([unreadable], strict=False))["files"]
    assert file["proof"] is None
    assert file["verdict"] == "unreadable"


def test_github_gets_an_annotation_for_each_problem_and_a_verdict(
    found: dict[str, Checked],
) -> None:
    lines = as_github([found["told_apart"], found["sound"]], strict=True).splitlines()
    assert [line.split(" ")[0].split(",")[0] for line in lines] == [
        "::warning",
        "::error",
        "::notice",
    ]
    assert all(line.startswith("::") for line in lines)


def test_a_file_name_cannot_make_an_annotation_of_its_own(found: dict[str, Checked]) -> None:
    problem = Problem("P601", Place(1, 1), "a\n::error::b", "c\n::error::d")
    bad = replace(found["sound"], name="e\r\n::error::f", problems=(problem,))
    lines = as_github([bad], strict=True).splitlines()
    assert len(lines) == 2


# Long work, and checking again


class Terminal(StringIO):
    """Standard error, be it a terminal or not."""

    def __init__(self, *, is_one: bool) -> None:
        super().__init__()
        self.is_one = is_one

    def isatty(self) -> bool:
        return self.is_one


def test_progress_is_shown_when_work_is_long_and_taken_away_again() -> None:
    now = [0.0]
    terminal = Terminal(is_one=True)
    line = ProgressLine(terminal, lambda: now[0])
    line.about("long\x1b[2J.yaml")
    line.report("tired", 4_096)
    assert not terminal.getvalue()
    now[0] = PATIENCE
    line.report("tired", 8_192)
    assert "long[2J.yaml · tired: 8,192 states looked at" in terminal.getvalue()
    line.clear()
    shown, taken_away = terminal.getvalue().split("\r")[1:3]
    assert taken_away == " " * len(shown)


def test_a_file_among_many_is_named() -> None:
    now = [0.0]
    terminal = Terminal(is_one=True)
    line = ProgressLine(terminal, lambda: now[0])
    line.about("first.yaml")
    now[0] = PATIENCE
    line.about("second.yaml")
    assert terminal.getvalue() == "\rsecond.yaml"


def test_there_is_no_progress_where_there_is_no_terminal() -> None:
    now = [0.0]
    pipe = Terminal(is_one=False)
    line = ProgressLine(pipe, lambda: now[0])
    now[0] = 60
    line.report("tired", 4_096)
    line.clear()
    assert not pipe.getvalue()


class EnoughError(Exception):
    """Ends watching."""


def test_watching_shows_the_result_again_after_every_save(tmp_path: Path) -> None:
    path = tmp_path / "story.yaml"
    path.write_text("one", encoding="utf-8")
    shown: list[str] = []
    saves = iter(["", "a longer text", "", "", None, "back again"])

    def wait(seconds: float) -> None:
        assert seconds == BETWEEN_LOOKS
        match next(saves, "enough"):
            case "enough":
                raise EnoughError
            case None:
                path.unlink()
            case "":
                pass
            case text:
                path.write_text(text, encoding="utf-8")

    def show() -> None:
        shown.append(path.read_text(encoding="utf-8") if path.exists() else "not there")

    with pytest.raises(EnoughError):
        watch([path], show, wait)
    assert shown == ["one", "a longer text", "not there", "back again"]


def test_a_save_while_a_result_is_made_is_not_missed(tmp_path: Path) -> None:
    path = tmp_path / "story.yaml"
    path.write_text("one", encoding="utf-8")
    shown: list[str] = []

    def show() -> None:
        shown.append(path.read_text(encoding="utf-8"))
        if len(shown) == 1:
            path.write_text("two, saved meanwhile", encoding="utf-8")

    def wait(_: float) -> None:
        raise EnoughError

    with pytest.raises(EnoughError):
        watch([path], show, wait)
    assert shown == ["one", "two, saved meanwhile"]
