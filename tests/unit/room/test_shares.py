"""Shares in words: nobody is singled out, and only numbers suggest a way."""

from hypothesis import given
from hypothesis import strategies as st

from classroomsim.room.shares import (
    A_FEW_OF_YOU,
    FEWEST,
    LENGTHS,
    NO_VOTES,
    Hands,
    coming_in,
    counted,
    leading,
)

ABCD = ("a", "b", "c", "d")
ORDER = list(LENGTHS)
counts = st.fixed_dictionaries({c: st.integers(0, 300) for c in ABCD})


@given(counts)
def test_nobody_and_one_person_look_alike(votes: dict[str, int]) -> None:
    """Whoever chose alone can't be told from a choice that nobody made."""
    for choice in ABCD:
        none, one = {**votes, choice: 0}, {**votes, choice: 1}
        if sum(none.values()) < FEWEST:
            continue
        first, second = counted(ABCD, none, {}), counted(ABCD, one, {})
        assert first.shares[ABCD.index(choice)] == second.shares[ABCD.index(choice)]


@given(counts)
def test_a_bar_tells_no_more_than_its_word(votes: dict[str, int]) -> None:
    for share in counted(ABCD, votes, {}).shares:
        assert share.length == (LENGTHS[share.phones] if share.phones else 0)


@given(counts)
def test_more_votes_never_make_a_smaller_word(votes: dict[str, int]) -> None:
    shares = {s.choice: s.phones for s in counted(ABCD, votes, {}).shares}
    for one in ABCD:
        for other in ABCD:
            less, more = shares[one], shares[other]
            if votes[one] <= votes[other] and less and more:
                assert ORDER.index(less) <= ORDER.index(more)


def test_fewer_than_five_votes_are_only_said_to_be_a_few() -> None:
    few = counted(ABCD, {"a": 3, "b": 1}, {})
    assert few.said == A_FEW_OF_YOU
    assert all(share.phones is None and share.length == 0 for share in few.shares)
    assert counted(ABCD, {}, {}).said == NO_VOTES


def test_hands_and_phones_stand_side_by_side() -> None:
    both = counted(ABCD, {"a": 40, "b": 8}, {"a": Hands("a few"), "b": Hands("most")})
    assert (both.shares[0].phones, both.shares[0].hands) == ("most", "some")
    assert (both.shares[1].phones, both.shares[1].hands) == ("some", "most")


def test_exact_hands_are_shown_in_the_same_words_as_phones() -> None:
    exact = {c: Hands("a few", n) for c, n in zip(ABCD, (40, 8, 1, 0), strict=True)}
    words = [share.hands for share in counted(ABCD, {}, exact).shares]
    assert words == ["most", "some", "few or none", "few or none"]


def test_a_way_is_suggested_from_numbers_and_never_from_words() -> None:
    assert leading(ABCD, {"a": 9, "b": 4}, {}) == "a"
    seen = {c: Hands("many" if c == "b" else "none") for c in ABCD}
    assert leading(ABCD, {}, seen) is None
    assert leading(ABCD, {"a": 9, "b": 4}, seen) is None
    exact = {c: Hands("a few", n) for c, n in zip(ABCD, (1, 12, 0, 0), strict=True)}
    assert leading(ABCD, {"a": 9, "b": 4}, exact) == "b"


def test_a_tie_and_a_handful_are_the_facilitators_call() -> None:
    assert leading(ABCD, {"a": 9, "b": 9}, {}) is None
    assert leading(ABCD, {"a": 3, "b": 1}, {}) is None


@given(st.integers(0, 400), st.integers(0, 400))
def test_how_far_a_vote_has_come_is_told_without_a_digit(votes: int, devices: int) -> None:
    assert not any(letter.isdigit() for letter in coming_in(votes, devices))
