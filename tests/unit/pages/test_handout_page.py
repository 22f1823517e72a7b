"""The facilitator's pack: all that a room needs on paper, and no cause before its own sheet."""

import re

import pytest

from classroomsim.engine.machine import EngineError, Machine
from classroomsim.engine.play import Play
from classroomsim.engine.seen import look
from classroomsim.pages.document import (
    Aside,
    Block,
    Document,
    Heading,
    Items,
    Paragraph,
    Quote,
    Terms,
    VotingCards,
)
from classroomsim.pages.handout_page import BY_FIRST, NO_END, WELCOME, Timing, pack_document
from classroomsim.pages.room_path import LETTERS, Told, room_path
from classroomsim.proof.hall import Hall
from classroomsim.scenario.library import find
from classroomsim.scenario.read import read_scenario
from tests.unit.pages.plays import SMALL, hostile

MACHINE = Machine(read_scenario(find("tuesday_210")).sound)
TELLING = "lunch_row"
LONG = Timing("three beats", 45, 3, (("welcome", 5),), (("read", 1), ("vote", 2)), (("end", 0),))
BRIEF = Timing("one vote", 3, 1, (), (("read", 1),), ())


def pack(machine: Machine = MACHINE, telling: str = TELLING) -> Document:
    return pack_document(machine, telling, [LONG, BRIEF])


def words(block: Block) -> str:
    match block:
        case Heading(text=text) | Paragraph(text=text):
            return text
        case Quote(text=text, label=label):
            return f"{label} {text}"
        case Items(items=items):
            return " ".join(items)
        case Terms(terms=terms):
            return " ".join(f"{label}: {text}" for label, text in terms)
        case Aside(label=label, items=items):
            return f"{label}: {' '.join(items)}"
        case _:
            return ""


def sections(document: Document) -> dict[str, str]:
    """All words of a pack, by the main heading they stand under."""
    found: dict[str, str] = {}
    heading = ""
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 2:
            heading = block.text
            assert heading not in found
            found[heading] = ""
        else:
            found[heading] += f" {words(block)}"
    return found


def test_it_is_in_the_order_in_which_a_facilitator_needs_it() -> None:
    assert list(sections(pack())) == [
        "What it is, and how it runs",
        "Before anybody comes",
        "To say at the beginning",
        "What is known before",
        "First beat: 14:10, the book",
        "Second beat: 14:12, two minutes",
        "Third beat: 15:10, ten past three",
        "With no computer at all",
        "How it may end",
        "Looking back together",
        "For Tuesday",
        "What the school could provide",
        "To say at the end",
        "What was underneath",
        "Telling by telling",
    ]


def test_each_form_has_its_steps_and_minutes() -> None:
    told = sections(pack())["What it is, and how it runs"]
    assert (
        "45 minutes: three beats: First welcome 5. Three times: read 1, vote 2. Then end." in told
    )
    assert "3 minutes: one vote: Read 1." in told


def test_the_content_note_safeguarding_and_the_first_words_come_before_the_story() -> None:
    told, about = sections(pack()), MACHINE.scenario.about
    assert about.content_note in told["Before anybody comes"]
    assert about.safeguarding in told["Before anybody comes"]
    assert all(line in told["To say at the beginning"] for line in WELCOME)
    for text in (about.known_at_nine, about.strength, about.family_says):
        assert text in told["What is known before"]


def test_a_beat_has_its_text_ways_prompts_notes_and_bridge() -> None:
    told = sections(pack())
    for heading, beat in zip(list(told)[4:7], MACHINE.scenario.room_path, strict=True):
        scene = MACHINE.scenario.scenes[beat.scene]
        for choice, letter in zip(scene.choices, LETTERS, strict=True):
            assert f"{letter}: {choice.say}" in told[heading]
        for line in (*scene.discuss, *scene.notes):
            assert line.say in told[heading]
        assert beat.bridge in told[heading]


def test_no_cause_is_told_before_its_own_sheet() -> None:
    document = pack()
    told = sections(document)
    causes = [telling.reveal for telling in MACHINE.scenario.tellings.values()]
    before = " ".join(list(told.values())[:-2])
    assert not [cause for cause in causes if cause in before]
    assert not [it for it in MACHINE.scenario.tellings if re.search(rf"\b{it}\b", before)]
    fresh = {it.text for it in document.blocks if isinstance(it, Heading) and it.fresh}
    assert {"What was underneath", "Telling by telling"} <= fresh


def test_every_telling_has_what_may_be_noticed_in_it_at_first() -> None:
    told = sections(pack())["Telling by telling"]
    for telling in MACHINE.scenario.tellings.values():
        assert telling.id in told
        assert telling.reveal[1:] in told
        for line in look(Play.begin(MACHINE, telling.id)).notices:
            assert line in told


def test_voting_cards_are_the_last_sheets() -> None:
    assert pack().blocks[-1] == VotingCards(("A", "B", "C", "D"))


# ------------------------------------------------------------------------- the path, on paper


def holds(after: str, votes: tuple[str, ...]) -> bool:
    """Whether words such as 'after A or C, then any' are true of the votes before."""
    ways = after.removeprefix("after ").split("; or ")
    return any(
        all(
            letters == "any" or vote in re.findall("[A-D]", letters)
            for letters, vote in zip(way.split(", then "), votes, strict=True)
        )
        for way in ways
    )


def told_after(lines: tuple[Told, ...], votes: tuple[str, ...]) -> set[str]:
    return {line.text for line in lines if not line.after or holds(line.after, votes)}


@pytest.mark.parametrize("scenario", ["tuesday_210", "corridor_period_3", "tidy_up_time"])
def test_on_paper_every_way_is_told_as_the_program_tells_it(scenario: str) -> None:
    machine = Machine(read_scenario(find(scenario)).sound)
    telling = next(iter(machine.scenario.tellings))
    path = room_path(machine, telling)
    hall = Hall(machine, machine.scenario.tellings[telling])
    plays: dict[tuple[str, ...], Play] = {(): Play(hall, (), (hall.start,))}
    for beat in path.beats:
        onward: dict[tuple[str, ...], Play] = {}
        for votes, play in plays.items():
            seen = look(play)
            assert told_after(beat.text, votes) == set(seen.text)
            assert told_after(beat.notices, votes) == set(seen.notices)
            offers = zip(beat.ways, play.offers, strict=True)
            onward |= {(*votes, way.letter): play.choose(offer.id) for way, offer in offers}
        plays = onward
    for votes, play in plays.items():
        (row,) = [it for it in path.leads if not it.after or holds(it.after, votes[:-1])]
        end = path.ends[dict(row.ends)[votes[-1]]]
        assert end.text == look(play).text


def test_exactly_one_text_follows_a_way_whatever_was_voted_before() -> None:
    path = room_path(MACHINE, TELLING)
    for number, beat in enumerate(path.beats):
        every = [()] if not number else [tuple(it) for it in _all(number)]
        for way in beat.ways:
            named = [it for it in way.follows if it.after != "otherwise"]
            for votes in every:
                found = [it for it in named if not it.after or holds(it.after, votes)]
                assert len(found) == 1 or (not found and way.follows[-1].after == "otherwise")


def _all(number: int) -> list[str]:
    votes = [""]
    for _ in range(number):
        votes = [before + letter for before in votes for letter in LETTERS]
    return votes


def test_a_text_names_the_votes_it_comes_after_only_where_it_depends_on_them() -> None:
    second = room_path(MACHINE, TELLING).beats[1]
    assert {line.after for line in second.text} == {"", "after B", "after A, C or D"}


def test_a_scenario_without_a_path_is_its_first_scenes_by_the_first_ways_that_lead_on() -> None:
    machine = Machine(read_scenario(SMALL).sound)
    assert not machine.scenario.room_path
    path = room_path(machine, "tired")
    play = Play.begin(machine, "tired")
    met = [machine.scenario.start]
    for _ in path.beats[1:]:
        onward = [it for way in play.offers if (it := play.choose(way.id)).scene]
        play = next(it for it in onward if it.scene and it.scene.id not in met)
        assert play.scene is not None
        met.append(play.scene.id)
    assert [beat.scene for beat in path.beats] == met
    assert len(met) > 1
    assert not [line.after for beat in path.beats for line in beat.text if line.after]
    told = sections(pack(machine, "tired"))
    assert BY_FIRST in told["What is known before"]
    assert path.ends or NO_END in told["How it may end"]


def test_a_scenario_whose_texts_are_all_markup_has_a_pack_as_well() -> None:
    machine = Machine(hostile().world.scenario)
    assert sections(pack(machine, "tired"))


def test_a_telling_that_is_not_there_is_refused() -> None:
    with pytest.raises(EngineError):
        pack(telling="nobody")
