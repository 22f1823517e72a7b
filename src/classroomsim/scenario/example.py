"""The smallest scenario, which the examples of problems change, and what one example says."""

from dataclasses import dataclass

MINIMAL = """\
classroomsim: 1
id: the_smallest
title: The smallest scenario
uses: [core]
about:
  phase: KS2
  setting: Year 5 maths, after lunch.
  minutes: 2
  themes: [regulation]
  content_note: A book is thrown. Nobody is hurt.
  known_at_nine: Wet play today.
  strength: Kai explains things well to younger children.
  family_says: A minute first, then talk.
  safeguarding: Tell your safeguarding lead today of any worry.
cast:
  pupil: {name: Kai, pronouns: he, desk: [3, 2]}
underneath:
  lunch_row:
    need: none_known
    function: safety
    style: outward
    strain: 2
    strain_kind: upset
    start: {pupil.stress: 6}
    cue: Kai keeps looking at the door to the playground.
    reveal: the row at lunch was not over for Kai.
  cannot_begin:
    need: none_known
    function: help
    style: outward
    strain: 1
    strain_kind: tiredness
    cue: His hand is flat over the one question he tried.
    reveal: Kai could not see how to begin.
start: the_book
scenes:
  the_book:
    name: the book
    clock: "14:10"
    text: Kai's maths book goes off the edge of the desk. Some of the class look up.
    notice:
      - {when: underneath.lunch_row, say: He is breathing through his mouth.}
      - {when: underneath.cannot_begin, say: The page is blank.}
    skip: still_outside
    choices:
      wait:
        say: Stand still, and count to five without a word.
        did: Waited, without a word
        moves: [pause]
        costs: [time]
        why_reasonable: A book on the floor hurts nobody.
        goto: still_outside
        coach:
          noticed: You gave him five seconds.
          might: He may have needed them.
          followed: The class went back to work before he did.
          another: {move: coregulate, say: '"Rough start. I am here."', cost: A minute.}
          tuesday: If a book lands, then I will count to five.
          question: What did you see while you counted?
          school: Time to talk to the lunch staff.
      come_alongside:
        say: 'Crouch beside him. "Rough start. I am here."'
        did: Crouched beside him
        moves: [coregulate]
        manner: [private, short]
        costs: [time]
        why_reasonable: He may not be able to do this alone.
        then: {room.settled: down 1}
        goto:
          - {when: pupil.stress >= agitated, to: still_outside}
          - {to: way_back}
endings:
  way_back:
    leaves: repaired
    text: Kai picks up the book.
    later: 'Later, Kai might say: "You didn''t shout."'
  still_outside:
    leaves: held
    text: The book stays where it is. So does Kai.
    later: 'Later, Kai might say: "You waited."'
plays:
  - {under: lunch_row, choose: [wait], expect: pupil.stress < crisis}
reviewed: not yet
"""
"""The smallest scenario that has everything it must have."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A code's page: what it is called, what it means, and how it comes about.

    The example is `MINIMAL` with `old` replaced by `new`, written `times` over (`{n}` in it counts
    from 1 if it is more than once), and saved in `encoding`.
    """

    title: str
    meaning: str
    old: str
    new: str
    times: int = 1
    encoding: str = "utf-8"
