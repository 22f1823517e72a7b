"""What the codes of broken promises mean, with an example each; `catalogue.py` holds the others."""

from classroomsim.scenario.example import Entry

_LAST = "reviewed: not yet\n"
_END = "          - {to: way_back}\nendings:\n"
_SKIP = "    skip: still_outside\n"
_ALONGSIDE = "moves: [coregulate]\n        manner: [private, short]"
_WHOLE_ALONGSIDE = (
    _ALONGSIDE
    + "\n        costs: [time]\n        why_reasonable: He may not be able to do this alone.\n"
    "        then: {room.settled: down 1}\n"
)
_LATER = """\
  later:
    name: later
    clock: "14:20"
    text: The room is quiet.
    skip: still_outside
    choices:
"""
_WAIT_ON = """\
      {id}:
        say: Wait a little longer.
        did: Waited a little longer
        {when}moves: [pause]
        costs: [time]
        why_reasonable: There is time.
        goto: {goto}
"""


def _wait_on(goto: str, name: str = "wait_on", when: str = "") -> str:
    guard = f"when: {when}\n        " if when else ""
    return _WAIT_ON.format(id=name, goto=goto, when=guard)


def _going_on(*choices: str, before: str = "") -> str:
    """The scene `the_book` leading on to another one with these choices."""
    scene = _LATER + "".join(choices)
    return f"          - {{to: later}}\n{scene}{before}endings:\n"


_THOUGHT = (
    "I see his breathing before I see the book. I might be reading it into him. Five seconds will"
    " cost me the class, a little, and I think I can afford that."
)


def _watch(*steps: str) -> str:
    """A colleague's telling under `lunch_row`: choices, each with the thought before it."""
    told = "".join(
        f"    - choose: {choose}\n      thinking: {thinking}\n"
        for choose, thinking in zip(steps[::2], steps[1::2], strict=True)
    )
    return (
        "watch:\n  under: lunch_row\n  who: She has taught Year 5 for six years.\n"
        f"  steps:\n{told}  after: I would look up at the class sooner next time.\n"
    )


_ONWARD = {
    "P601": Entry(
        "no choice is left",
        "A play can come to this scene in a way that leaves nothing to choose: every choice has a"
        " 'when:' that does not hold then, or was offered only once. The player would sit before a"
        " scene and could only skip it.",
        _END,
        _going_on(_wait_on("way_back", when="pupil.stress >= agitated")),
    ),
    "P602": Entry(
        "a play that can't come to an end",
        "From this scene on every choice leads back into the same few scenes, so that only skipping"
        " would get out. Loops are fine as long as some choice leads on from them.",
        _END,
        _going_on(_wait_on("later"), _wait_on("later", "wait_more")),
    ),
    "P603": Entry(
        "round and round, one choice at a time",
        "From here on one choice is on offer at each beat, and the choices lead round in a circle.",
        _END,
        _going_on(_wait_on("later")),
    ),
    "P604": Entry(
        "two things at once",
        "In one beat two effects want different things of one flag, counter or gauge: two"
        " values that it is to become, 'yes' and 'no', or 'becomes' beside 'up' or 'down'. The play"
        " would go on, but no author means both.",
        _LAST,
        "rules:\n"
        "  met: {stage: drift, when: move.pause, then: {strain_met: yes}, because: It may help.,"
        " source: house}\n"
        "  not_met: {stage: drift, when: pupil.stress >= 6, then: {strain_met: no}, because: It may"
        " not., source: house}\n" + _LAST,
    ),
    "P611": Entry(
        "no way back",
        "A play can come to this scene and then has no ending left that is repaired or reopened,"
        " whatever is chosen. Something can be mended late; it need not be at the last beat. If the"
        " story means it, say why with 'no_way_back:' on the scene, or mark a scene that only"
        " closes the story with 'closing: true'.",
        "leaves: repaired",
        "leaves: apart",
    ),
    "P612": Entry(
        "a scene that need have no way back",
        "The author says that this scene may be left without a way back. It is listed, so that"
        " whoever uses the scenario knows.",
        _SKIP,
        _SKIP + "    no_way_back: The bell has gone, and tomorrow is another story.\n",
    ),
}

_DEAD = {
    "P621": Entry(
        "a scene that no play comes to",
        "Nothing leads to this scene, or what leads to it never happens.",
        "endings:\n",
        _LATER + _wait_on("way_back") + "endings:\n",
    ),
    "P622": Entry(
        "a choice that is never on offer",
        "Its 'when:' holds in no state in which a play comes to its scene.",
        "manner: [private, short]",
        "manner: [private, short]\n        when: pupil.trust >= with_you",
    ),
    "P623": Entry(
        "a way on that is never taken",
        "Whenever this choice is made, another way of its 'goto' or an interrupt comes first, or"
        " the 'when:' does not hold. The last way, without a 'when:', is never taken where those"
        " before it leave nothing over: then the one before it needs no 'when:'.",
        "when: pupil.stress >= agitated",
        "when: pupil.trust < answers",
    ),
    "P624": Entry(
        "an ending that no play comes to",
        "Nothing leads to this ending, or what leads to it never happens. Each part of its"
        " condition may be possible by itself, and all of them never together.",
        "- {to: way_back}",
        "- {to: still_outside}",
    ),
    "P625": Entry(
        "a text that is never shown",
        "The 'when:' of this paragraph, notice or cue holds at no moment at which it could be"
        " shown, or five other notices are always shown before it.",
        "when: underneath.cannot_begin, say: The page",
        "when: pupil.stress >= crisis, say: The page",
    ),
    "P626": Entry(
        "a rule that never acts",
        "The 'when:' of this rule, limit or turn never holds at the stage at which it is judged.",
        _LAST,
        "rules:\n  wary: {stage: drift, when: pupil.trust < answers, then: {pupil.safety: down 1},"
        " because: It may be hard., source: house}\n" + _LAST,
    ),
    "P627": Entry(
        "coaching that is never shown",
        "The 'when:' of this line of the coaching holds after no beat in which its choice is made.",
        "question: What did you see while you counted?",
        "question:\n            - What did you see while you counted?\n"
        "            - {when: pupil.trust < answers, say: Who else saw it?}",
    ),
    "P628": Entry(
        "a band that nothing comes to",
        "In no play does the gauge come to this band. That may well be so; if texts were written"
        " for it, they are not needed.",
        _LAST,
        "gauges:\n  pupil.pride: {name: how proud he may be, range: 0..10, start: 5, better: up,"
        " bands: {low: 0, high: 9}, rose: prouder, fell: less proud}\n" + _LAST,
    ),
    "P629": Entry(
        "a cue that is never needed",
        "A telling's cue is shown where no notice of the scene tells of what is underneath. In this"
        " scenario one always does.",
        "cue: His hand is flat over the one question he tried.",
        "cue: His hand lies flat over the one question he tried.",
    ),
}

_CHOOSING = {
    "P631": Entry(
        "a free lunch",
        "One choice is never worse than another for any gauge, in any state that offers both, is"
        " better in some, and names no cost that the other does not. There is nothing to weigh up.",
        "then: {room.settled: down 1}",
        "then: {room.settled: up 4, you.composure: up 3}",
    ),
    "P632": Entry(
        "two choices that are the same",
        "Two choices do the same to every gauge in every state that offers both, and name the same"
        " costs. The words differ and the story does not.",
        _WHOLE_ALONGSIDE,
        "moves: [pause]\n        costs: [time]\n        why_reasonable: He may need it.\n",
    ),
    "P633": Entry(
        "a choice that costs nothing",
        "The choice makes no gauge worse in any state, and names no cost. In a class of thirty"
        " everything costs something: time, a precedent, a promise, or another pupil's turn.",
        _WHOLE_ALONGSIDE,
        "moves: [pause]\n        why_reasonable: He may need it.\n"
        "        then: {pupil.stress: down 2}\n",
    ),
    "P641": Entry(
        "one key to a scene",
        "Whatever is underneath, and in every state, the same choice is the likeliest way to an"
        " ending repaired or reopened. Then there is nothing to notice about the pupil: the move"
        " opens every door. If the story means it, say why with 'one_key:' on the scene.",
        "when: pupil.stress >= agitated",
        "when: pupil.stress >= crisis",
    ),
    "P642": Entry(
        "a key to every scene",
        "In every scene there is one choice that is the likeliest way back whatever is underneath.",
        "when: pupil.stress >= agitated",
        "when: pupil.stress >= 8",
    ),
    "P643": Entry(
        "a scene that may have one key",
        "The author says that in this scene one choice may be the likeliest way back for every"
        " cause. It is listed, so that whoever uses the scenario knows.",
        _SKIP,
        _SKIP + "    one_key: It is about staying near, whatever it was.\n",
    ),
}

_TELLINGS = {
    "P651": Entry(
        "two causes that look the same",
        "There are choices after which everything seen, up to the last beat, was the same under"
        " both causes. Nobody could have told one from the other in time to act on it.",
        "start: the_book\n",
        "".join(
            f"  {name}: {{need: none_known, function: help, style: outward, cue: He yawns.,"
            f" reveal: he had not slept.}}\n"
            for name in ("no_sleep", "late_night")
        )
        + "start: the_book\n",
    ),
    "P652": Entry(
        "a telling that need not rise",
        "The telling says 'rises: true': whatever is done, stress becomes 'agitated'. A play ends"
        " without it.",
        "reveal: Kai could not see how to begin.",
        "reveal: Kai could not see how to begin.\n    rises: true",
    ),
}

_COACHING = {
    "P661": Entry(
        "a choice without coaching",
        "Every choice has coaching in seven parts, since any of them may be the moment that the"
        " player wants to look at.",
        _END,
        "          - {to: way_back}\n" + _wait_on("way_back") + "endings:\n",
    ),
    "P662": Entry(
        "coaching of another length",
        "In all, the seven parts have 120 to 170 words in every wording that a play can show, the"
        " name of the other move counted: enough to be of use, and short enough to be read.",
        "noticed: You gave him five seconds.",
        "noticed: You gave him five whole seconds.",
    ),
    "P663": Entry(
        "a part with nothing to say",
        "In some play none of the lines of this part of the coaching is shown.",
        "tuesday: If a book lands, then I will count to five.",
        "tuesday: [{when: underneath.lunch_row, say: 'If a book lands, then I will count.'}]",
    ),
    "P664": Entry(
        "coaching that is not true",
        "'moved:' names what 'followed' says went up or down. In some play that shows it, it did"
        " not.",
        "school: Time to talk to the lunch staff.",
        "school: Time to talk to the lunch staff.\n          moved: {pupil.stress: up}",
    ),
}

_WHOLE = {
    "P671": Entry(
        "a room path without an ending",
        "The last scene of 'room_path' leads on to another scene in some play, and not to an"
        " ending. A hall would be left in the middle of the story.",
        _END,
        _going_on(
            _wait_on("way_back"),
            before="room_path:\n  - {scene: later}\n"
            "  - {scene: the_book, bridge: A minute later it is on the floor.}\n",
        ),
    ),
    "P681": Entry(
        "a length that is not so",
        "'minutes' differs from what a typical play takes by more than a third and by more than two"
        " minutes. Assumed are about a minute and a quarter a beat; a typical play is the mean of"
        " all plays when choices are picked evenly.",
        "minutes: 2",
        "minutes: 20",
    ),
    "P691": Entry(
        "a promise of your own that is broken",
        "You promise with 'always:' or 'never:' what does not hold at some beat of some play.",
        _LAST,
        "promises:\n  - {never: pupil.stress >= 6, because: He is having a calm day.}\n" + _LAST,
    ),
    "P692": Entry(
        "a promise of your own that can't be kept",
        "You promise with 'can:' what holds at no beat of any play.",
        _LAST,
        "promises:\n  - {can: pupil.trust >= with_you, because: It is worth it.}\n" + _LAST,
    ),
    "P693": Entry(
        "a colleague's telling that can't be played",
        "A step of 'watch:' chooses what is not on offer when the play comes to it, or the steps"
        " stop before an ending. It can't be watched until that is mended.",
        _LAST,
        _watch("come_alongside", _THOUGHT, "wait", _THOUGHT) + _LAST,
    ),
    "P694": Entry(
        "a thought that is too short or too long",
        "Thinking aloud takes 20 to 60 words: enough for what is seen, what is doubted and what the"
        " choice will cost, and little enough to be read beside the scene.",
        _LAST,
        _watch("wait", "He needs a minute.") + _LAST,
    ),
}

PROMISES: dict[str, Entry] = {
    **_ONWARD,
    **_DEAD,
    **_CHOOSING,
    **_TELLINGS,
    **_COACHING,
    **_WHOLE,
}
"""Every code of a proof, in order."""
