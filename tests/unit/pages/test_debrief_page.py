"""What the pages of a play hold: all of looking back, what the player wrote, and no verdict."""

from datetime import date
from html import escape

import pytest

from classroomsim.debrief.ahead import LedTo
from classroomsim.debrief.compare import side_by_side
from classroomsim.debrief.instead import MIGHT_HAVE
from classroomsim.debrief.lookback import NOT_A_PREDICTION, parts
from classroomsim.debrief.why import accounts
from classroomsim.pages.debrief_page import (
    LEFT_HALFWAY,
    NEVER_PART,
    OTHER_CAUSE,
    UNFINISHED,
    comparison_document,
    debrief_document,
    pocket_card,
)
from classroomsim.pages.diary_page import EMPTY, UNPLAYABLE, Kept, PlanKept, diary_document
from classroomsim.pages.document import (
    Document,
    OwnWords,
    Paragraph,
    Parts,
    PocketCard,
    Strip,
    TwoWays,
)
from classroomsim.pages.html import to_html
from classroomsim.pages.markdown import escaped, to_markdown
from classroomsim.pages.play_page import play_document
from classroomsim.pages.prose import runs
from tests.unit.pages.plays import flagship, small

LINE = "If a pot goes over, then I will pass a cloth before I speak."


def told(document: Document) -> str:
    """All of a page's words on one line."""
    return " ".join(to_markdown(document).split())


def as_read(text: str) -> str:
    """A text of a scenario as a page shows it, with typographic quotation marks."""
    return "".join(run.text for run in runs(text))


def test_a_debrief_has_the_strip_with_its_moment_and_all_seven_parts() -> None:
    play = flagship("cannot_write", "turn_class")
    document = debrief_document(play, 0)
    (strip,) = [it for it in document.blocks if isinstance(it, Strip)]
    (coaching,) = [it for it in document.blocks if isinstance(it, Parts)]
    assert (len(strip.shots), strip.chosen) == (1, 0)
    assert coaching.parts == parts(play, 0)
    assert len(coaching.parts) == 7


def test_a_debrief_tells_what_was_underneath_only_once_the_story_has_ended() -> None:
    half, whole = small(choices=("cloth",)), small()
    assert "In this telling" not in told(debrief_document(half, 0))
    assert LEFT_HALFWAY in told(debrief_document(half, 0))
    assert "In this telling, Ada had been up since five." in told(debrief_document(whole, 0))
    assert "In another telling, Ada had nobody to sit with" in told(debrief_document(whole, 0))


def test_a_guess_stands_beside_the_cues_and_is_not_judged() -> None:
    text = told(debrief_document(small(), 0, guesses={0: ("help_me",)}))
    assert "**You wondered:** I can\u2019t manage this by myself." in text
    assert "She watches it run." in text
    assert "Here you might have seen: She looks to see who saw." in text


def test_a_guess_at_another_moment_is_told_with_where_it_was_made() -> None:
    text = told(debrief_document(small(), 1, guesses={0: ("see_me",)}))
    assert "**14:10, the water:** I would like somebody to notice." in text


def test_a_debrief_has_the_plan_the_notes_and_what_else_it_could_have_led_to() -> None:
    led = (LedTo(("Said that the sea was coming in",), "That could still have ended well."),)
    document = debrief_document(
        small(), 0, notes=[(0, "Breathe."), (3, "Ring home.")], plan=LINE, led_to=led
    )
    text = told(document)
    assert f"> {LINE}" in text
    assert "**14:10, the water:**\\ > Breathe." in text
    assert "**At the end:**\\ > Ring home." in text
    assert "Said that the sea was coming in. That could still have ended well." in text
    assert NOT_A_PREDICTION in text


def test_a_debrief_tells_what_might_have_changed_its_reasons() -> None:
    play = flagship("cannot_write", "turn_class")
    changes = {r.changed for account in accounts(play, 0) for r in account.reasons if r.changed}
    assert any(change.startswith(MIGHT_HAVE) for change in changes)
    document = debrief_document(play, 0)
    text = told(document)
    assert all(escaped(as_read(change)) in text for change in changes)
    page = to_html(document)
    assert all(escape(as_read(change)) in page for change in changes)


def test_a_debrief_of_a_skipped_scene_asks_for_no_reason() -> None:
    text = told(debrief_document(small(choices=("skip", "go_on", "wash")), 0))
    assert "You went past this scene" in text


def test_there_is_no_debrief_of_a_moment_that_was_not_played() -> None:
    with pytest.raises(IndexError):
        debrief_document(small(), 3)


def test_a_comparison_begins_where_the_two_ways_part() -> None:
    one, other = small(), small(choices=("cloth", "look_again", "cloth", "go_on", "wait"))
    document = comparison_document(one, other, names=("In March", "In June"))
    text = told(document)
    assert "Both begin alike, at 14:10, the water. Then they part." in text
    assert "*In March* ### 14:12, the table You showed her the blue." in text
    assert "*In June* ### 14:12, the table You looked at the floor again." in text
    assert "You washed brushes too" in text
    assert "You waited" in text
    assert OTHER_CAUSE not in text


def test_a_comparison_of_plays_under_two_causes_says_so() -> None:
    assert OTHER_CAUSE in told(comparison_document(small(), small("left_out")))


def test_a_comparison_under_two_causes_tells_what_could_be_seen_as_each_began() -> None:
    one, other = small(), small("left_out")
    openings = side_by_side(one, other).openings
    assert openings is not None
    here, there = ({as_read(it) for it in opening.notices} for opening in openings)
    assert here != there
    text = told(comparison_document(one, other, names=("In March", "In June")))
    headings = ("## How each began", "*In March*", "*In June*", "## From there")
    began, first, second, then = (text.index(heading) for heading in headings)
    assert began < first < second < then
    assert all(first < text.index(notice) < second for notice in here - there)
    assert all(second < text.index(notice) < then for notice in there - here)
    assert "How each began" not in told(comparison_document(one, small(choices=("cloth",))))


def test_a_comparison_of_a_play_with_itself_says_that_they_never_part() -> None:
    assert NEVER_PART in told(comparison_document(small(), small()))


def test_a_way_that_was_left_says_so_in_the_comparison() -> None:
    document = comparison_document(small(), small(choices=("cloth",)))
    assert UNFINISHED in told(document)
    assert any(isinstance(it, TwoWays) for it in document.blocks)


def test_a_card_has_the_line_words_to_say_and_the_day() -> None:
    play = flagship("cannot_write", "turn_class")
    (card,) = pocket_card(LINE, play, 0, date(2026, 12, 1)).blocks
    assert isinstance(card, PocketCard)
    assert card.line == LINE
    assert card.say == parts(play, 0)[3].say
    assert card.foot == "Tuesday, 2.10. For Tuesday 1 December 2026."


def test_a_card_of_a_moment_without_coaching_has_the_line_alone() -> None:
    (card,) = pocket_card(LINE, small(), 0).blocks
    assert card == PocketCard(LINE, "", "The spilled water.")


def test_a_diary_has_each_play_with_what_was_written_beside_it() -> None:
    plan = PlanKept(LINE, "14:10, the water", date(2026, 12, 1), "It came on Thursday.")
    kept = [
        Kept("The spilled water", date(2026, 11, 24), small(), {0: ()}, [(0, "Breathe.")], [plan]),
        Kept("An old story", date(2026, 1, 2), None, notes=[(1, "Still here.")]),
    ]
    document = diary_document(kept)
    text = told(document)
    assert "## The spilled water, Tuesday 24 November 2026" in text
    assert f"**14:10, the water. For Tuesday 1 December 2026:**\\ > {LINE}" in text
    assert "**Did the day come?**\\ > It came on Thursday." in text
    assert "## An old story, Friday 2 January 2026 This version" in text
    assert Paragraph(UNPLAYABLE, quiet=True) in document.blocks
    assert "**Moment 2:**\\ > Still here." in text
    assert OwnWords("Breathe.", "14:10, the water") in document.blocks


def test_an_empty_diary_says_so() -> None:
    assert EMPTY in told(diary_document([]))


def test_a_play_that_was_not_begun_stands_in_the_diary_by_its_name() -> None:
    document = diary_document([Kept("The spilled water", date(2026, 11, 24), small(choices=()))])
    assert "## The spilled water" in told(document)
    assert not any(isinstance(it, Strip) for it in document.blocks)


def test_a_play_written_out_has_every_choice_on_offer_and_the_one_that_was_made() -> None:
    text = told(play_document(small()))
    assert "1. Stand still, and look at the clock. 2. Pass her a cloth" in text
    assert "**In this play:** 2. You passed her a cloth." in text
    assert "### What might Ada be saying?" in text
    assert "Later, Ada might say:" in text


def test_a_play_written_out_may_go_past_a_scene() -> None:
    text = told(play_document(small(choices=("skip", "go_on", "wash"))))
    assert "**In this play:** You went past this scene." in text
