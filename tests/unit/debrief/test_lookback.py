"""Looking back on any play: its moments, the seven parts of each, and what was underneath."""

import re

from hypothesis import given

from classroomsim.debrief.lookback import (
    CANNOT_TELL,
    SKIPPED,
    Part,
    drafted,
    look_back,
    parts,
    wondered,
)
from classroomsim.engine.play import Play
from tests.unit.debrief.plays import machine, moments, our_words, played, plays

SEVEN = (
    "What you noticed",
    "What he might have been saying",
    "What followed",
    "Another way, with its cost",
    "For Tuesday",
    "A question to keep",
    "What the school could provide",
)
TENTATIVE = re.compile(r"\b(may|might|one reading)\b", re.IGNORECASE)


@given(moments())
def test_a_coached_choice_has_the_seven_parts_in_their_order(found: tuple[Play, int]) -> None:
    play, number = found
    choice = play.moment(number).choice
    told = parts(play, number)
    if choice is not None and choice.coach is not None:
        assert tuple(part.heading for part in told) == SEVEN
        assert all(part.body.strip() for part in told)


@given(moments())
def test_a_skipped_scene_is_neither_coached_nor_blamed(found: tuple[Play, int]) -> None:
    play, number = found
    if play.moment(number).skipped:
        assert parts(play, number) == (Part("This scene", SKIPPED),)


@given(moments())
def test_what_a_pupil_might_have_been_saying_stays_a_guess(found: tuple[Play, int]) -> None:
    told = parts(*found)
    if len(told) == 7:
        assert TENTATIVE.search(told[1].body)


@given(moments())
def test_another_way_is_whole_and_in_its_pieces(found: tuple[Play, int]) -> None:
    for part in parts(*found):
        if part.say:
            assert all(piece in part.body for piece in (part.move, part.say, part.cost))


@given(moments())
def test_where_nobody_has_coached_what_followed_comes_from_the_trace(
    found: tuple[Play, int],
) -> None:
    play, number = found
    choice = play.moment(number).choice
    if choice is not None and choice.coach is None:
        assert parts(play, number)[0].body == drafted(play, number)


@given(moments())
def test_what_followed_can_be_drafted_for_any_moment_in_tentative_words(
    found: tuple[Play, int],
) -> None:
    text = drafted(*found)
    assert not re.search(r"\d", text)
    for sentence in text.split(". "):
        assert TENTATIVE.search(sentence) or "Nothing much changed" in sentence


@given(plays(least=0))
def test_every_moment_has_one_card_in_its_place(play: Play) -> None:
    cards = look_back(play).cards
    assert [card.number for card in cards] == list(range(len(play.choices)))
    assert [card.clock for card in cards] == [moment.scene.clock for moment in play.moments]
    assert all(card.did and card.pupil for card in cards)
    ended = [play.world.ending(moment.after) is not None for moment in play.moments]
    assert [card.room == "" for card in cards] == ended


@given(plays(least=0))
def test_an_ending_is_told_only_where_there_is_one(play: Play) -> None:
    looking = look_back(play)
    ended = play.ending is not None
    assert bool(looking.ending) == bool(looking.later) == ended
    assert ended or not looking.afterwords


@given(plays(least=0))
def test_the_reveal_is_one_telling_among_others_and_never_the_answer(play: Play) -> None:
    found = look_back(play).reveal
    assert found.here.startswith("In this telling, ")
    assert found.elsewhere
    assert all(other.startswith("In another telling, ") for other in found.elsewhere)
    tellings = machine().scenario.tellings
    for cause in play.world.telling.causes:
        reveal = tellings[cause].reveal
        assert not any(reveal in other for other in found.elsewhere)


@given(moments())
def test_nothing_said_holds_a_banned_word_or_a_mark(found: tuple[Play, int]) -> None:
    play, number = found
    looking = look_back(play)
    said = [part.heading + " " + part.body for part in parts(play, number)]
    said += [card.did for card in looking.cards]
    said += [*looking.afterwords, looking.reveal.here, *looking.reveal.elsewhere]
    for text in said:
        assert our_words().banned.search(text) is None, text


def test_a_guess_is_told_in_the_words_it_was_offered_in() -> None:
    scenes = machine().scenario.scenes
    play = played("lunch_row", [1] * 12)
    numbers = [n for n, moment in enumerate(play.moments) if moment.scene.read]
    assert numbers, "the scenario asks at least once"
    guess = scenes[play.moment(numbers[0]).scene.id].read
    assert guess is not None
    ids = list(guess.options)[:2]
    assert wondered(play, numbers[0], ids) == tuple(guess.options[i] for i in ids)


def test_no_guess_is_as_good_as_any() -> None:
    play = played("lunch_row", [1, 1, 1])
    assert wondered(play, 0, ()) == (CANNOT_TELL,)
    assert wondered(play, 0, ("no_such_option",)) == (CANNOT_TELL,)
    assert wondered(play, 99, ("x",)) == (CANNOT_TELL,)
