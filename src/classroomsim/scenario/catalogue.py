"""What each problem code means, with an example: docs/problems.md is made from this.

An example is `MINIMAL`, a scenario without problems, with one thing changed, so that a test can
show that the example produces its code and that nothing else is wrong with it.
"""

from classroomsim.scenario.example import MINIMAL, Entry
from classroomsim.scenario.promise_codes import PROMISES

__all__ = ["CATALOGUE", "MINIMAL", "Entry", "example_of"]


def example_of(code: str) -> bytes:
    """A complete file that has the problem `code`. Raises `KeyError` for an unknown code."""
    entry = CATALOGUE[code]
    changed = entry.new
    if entry.times > 1:
        changed = "".join(entry.new.replace("{n}", str(n + 1)) for n in range(entry.times))
    return MINIMAL.replace(entry.old, changed, 1).encode(entry.encoding)


_LAST = "reviewed: not yet\n"
_TEXT = "text: Kai picks up the book."
_PLAYS = "  - {under: lunch_row, choose: [wait], expect: pupil.stress < crisis}\n"
_CONDITION = "when: pupil.stress >= agitated"
_EFFECT = "then: {room.settled: down 1}"

_READING = {
    "E001": Entry(
        "not UTF-8",
        "The file holds bytes that are not UTF-8 text, as when an old editor saves an accented"
        " letter or a curly quotation mark in its own way. Save it again as UTF-8.",
        _TEXT,
        "text: Kai picks up the book in the café.",
        encoding="latin-1",
    ),
    "E002": Entry(
        "the file is too large",
        "A scenario is at most one mebibyte, which is some twenty thousand lines. A larger one is"
        " not read at all. Make it several scenarios.",
        _LAST,
        "# a line too many, and so on, and so on\n",
        times=30_000,
    ),
    "E003": Entry(
        "not readable as YAML",
        "The file breaks YAML's own rules, so nothing after this place could be read. The usual"
        " reasons are a colon or a quotation mark inside a text that is not quoted, a quotation"
        " mark that is never closed, a tab, and a line that is indented unlike its neighbours.",
        _TEXT,
        "text: Kai says: no.",
    ),
    "E004": Entry(
        "a key is there twice",
        "Two keys of one mapping are the same, so that one of them would be lost. Remove one, or"
        " give it another name.",
        _LAST,
        "title: Another title\n" + _LAST,
    ),
    "E005": Entry(
        "a YAML tag",
        "A text that begins with '!' reads as a YAML tag, which asks the program to make"
        " something else of it. Scenarios have none. If it is meant to be read, put the whole text"
        " in quotation marks.",
        _TEXT,
        "text: !loud Kai picks up the book.",
    ),
    "E006": Entry(
        "a YAML anchor or alias",
        "A text that begins with '&' or '*' reads as a YAML anchor or alias, which copies one part"
        " of a file to another. A scenario says everything where it is. If it is meant to be read,"
        " put the whole text in quotation marks.",
        _TEXT,
        "text: &later Kai picks up the book.",
    ),
    "E007": Entry(
        "a YAML merge key",
        "The key '<<' would copy the keys of another mapping to this place. A scenario says"
        " everything where it is: write the keys out.",
        _TEXT,
        _TEXT + "\n    <<: {clock: '15:10'}",
    ),
    "E008": Entry(
        "several documents",
        "A line of three dashes or dots ends one YAML document, and another begins after it. Keep"
        " one scenario to a file.",
        _LAST,
        _LAST + "---\ntitle: Another\n",
    ),
    "E009": Entry(
        "too deep or too many",
        "Lists and mappings may be nested 20 deep, and a file may hold 60,000 values. No scenario"
        " comes near either; a file that does is damaged or is not a scenario.",
        "themes: [regulation]",
        "themes: " + "[" * 21 + "]" * 21,
    ),
    "E010": Entry(
        "a character that may not be in a text",
        "A text holds a control character, which would be obeyed by a terminal and not shown, an"
        " invisible character that changes the order of the others, or a stack of combining marks."
        " They mostly come by copying from elsewhere. Remove it, and type the text again.",
        _TEXT,
        'text: "Kai picks up\\e[2J the book."',
    ),
    "E011": Entry(
        "a text is too long",
        "A text may have 2,000 characters and 40 line breaks, and a word 60 characters, so that it"
        " fits on every screen. Some places, such as the name of a scene, allow less.",
        _TEXT,
        "text: Kai says n" + "o" * 60 + ".",
    ),
    "E012": Entry(
        "a key is not a word",
        "What stands before a ':' has to be a word. A text that begins with '[' or '{' reads as a"
        " list or a mapping: if it is meant to be read, put it in quotation marks.",
        _LAST,
        _LAST + "[one, two]: three\n",
    ),
    "E013": Entry(
        "not a scenario at all",
        "A scenario is made of keys and their values, one under another, as in 'title: Tuesday,"
        " 2.10'. This file is empty, or is a list or a single text.",
        MINIMAL,
        "- Kai's maths book goes off the edge of the desk.\n",
    ),
    "E014": Entry(
        "too many problems",
        "Reading stops at a hundred problems in one file. Mend those that are shown; often one"
        " thing causes many of them.",
        _LAST,
        "<<: {}\n",
        times=100,
    ),
}

_SHAPE = {
    "E101": Entry(
        "something is missing",
        "A part that every scenario, scene, choice or ending has is not there.",
        "    skip: still_outside\n",
        "",
    ),
    "E102": Entry(
        "an unknown key",
        "This word is not one that may stand here. It may be misspelt, or be indented to the wrong"
        " depth and so belong to something else.",
        "manner: [private, short]",
        "maner: [private, short]",
    ),
    "E103": Entry(
        "the wrong kind of value",
        "A list stands where a text belongs, say, or a text where a whole number belongs. Numbers"
        " and 'true' and 'false' are written without quotation marks, times of day with them.",
        "minutes: 2",
        "minutes: about two",
    ),
    "E104": Entry(
        "a value that is not allowed",
        "Only certain values may stand here.",
        "phase: KS2",
        "phase: Year 5",
    ),
    "E105": Entry(
        "a name that cannot be used",
        "Names of scenes, choices, endings and the like are made of small letters, digits and '_',"
        " begin with a letter, and have at most 40 characters. Scenes and endings share their"
        " names. A choice may not be called by a single letter or 'skip', since those are keys.",
        "      wait:\n",
        "      w:\n",
    ),
    "E106": Entry(
        "too many, or too few",
        "There is a limit to how many of these there may be, so that a player can take them in and"
        " the program can visit every way through.",
        _PLAYS,
        _PLAYS,
        times=100,
    ),
    "E107": Entry(
        "a newer format",
        "The file is written for a later version of the format than this program knows. Files"
        " written for an earlier one are always read.",
        "classroomsim: 1",
        "classroomsim: 2",
    ),
}

_CONDITIONS = {
    "E201": Entry(
        "a condition that cannot be read",
        "A condition is a name, or a comparison such as 'pupil.stress >= agitated', or several"
        " joined with 'and', 'or', 'not' and brackets.",
        _CONDITION,
        _CONDITION + " and",
    ),
    "E202": Entry(
        "an unknown name in a condition",
        "Nothing goes by this name: no gauge, counter or flag, and none of the scenario's scenes,"
        " choices or tellings.",
        _CONDITION,
        "when: pupil.stres >= agitated",
    ),
    "E203": Entry(
        "'and' mixed with 'or'",
        "People read a mixture of 'and' and 'or' in two ways. Say which is meant with brackets.",
        _CONDITION,
        _CONDITION + " and class_has_task or plan_agreed",
    ),
    "E204": Entry(
        "a comparison that can never be true, or always is",
        "The number lies at or past an end of what it is compared with, so the comparison decides"
        " nothing.",
        _CONDITION,
        "when: pupil.stress > 10",
    ),
    "E205": Entry(
        "a comparison with the wrong kind of thing",
        "A gauge or a counter is compared with a number or a band; what is simply so or not, such"
        " as 'class_has_task', stands by itself or after 'not'.",
        _CONDITION,
        "when: class_has_task >= 1",
    ),
    "E206": Entry(
        "a name that is not known in this place",
        "Some things are known only in some places: the move that was chosen in rules, limits and"
        " 'goto', and what rose, fell or what phase it was in texts.",
        _CONDITION,
        "when: rose.pupil.stress",
    ),
    "E207": Entry(
        "a condition that is too long",
        "A condition has at most 300 characters. Write a list of several: all of them must hold.",
        _CONDITION,
        _CONDITION + " and pupil.stress >= agitated" * 12,
    ),
    "E208": Entry(
        "an unknown band",
        "A band is a named part of a gauge's range, and each gauge has its own.",
        _CONDITION,
        "when: pupil.stress >= furious",
    ),
}

_REFERENCES = {
    "E301": Entry(
        "an effect that cannot be read",
        "An effect is one of 'up 2', 'down 1' and 'becomes 5' for a gauge or a counter, 'yes' and"
        " 'no' for a flag, and in limits 'falls at most 1' and 'cannot fall'.",
        _EFFECT,
        "then: {room.settled: sinks 1}",
    ),
    "E302": Entry(
        "an effect on something unknown",
        "There is no gauge, counter or flag of this name.",
        _EFFECT,
        "then: {room.setled: down 1}",
    ),
    "E303": Entry(
        "no such scene or ending",
        "A choice, a skip or the start leads to a scene or an ending that the scenario does not"
        " have.",
        "start: the_book",
        "start: the_bok",
    ),
    "E304": Entry(
        "no way on that always holds",
        "The ways of a 'goto' are tried in turn. The last has only a 'to', so that there always is"
        " one, and no other may be without a condition, since those after it would never be"
        " taken.",
        "          - {to: way_back}\n",
        "",
    ),
    "E305": Entry(
        "out of range",
        "The number lies outside what it belongs to: a gauge's range, say, or the rows and columns"
        " of the thirty desks.",
        "start: {pupil.stress: 6}",
        "start: {pupil.stress: 60}",
    ),
    "E306": Entry(
        "no such move or manner",
        "Moves and manners are those of the rulebook and those that the scenario adds.",
        "moves: [pause]",
        "moves: [paws]",
    ),
    "E307": Entry(
        "no such source",
        "What is claimed rests on a source that neither the rulebook nor the scenario names.",
        _LAST,
        _LAST + "evidence:\n  - {say: Waiting helps., source: my_aunt}\n",
    ),
    "E308": Entry(
        "no such telling",
        "A telling that this names, or joins, is not one of those under 'underneath'. Only single"
        " causes can be joined.",
        "start: the_book",
        "  both:\n    joins: [lunch_row, cannot_start]\nstart: the_book",
    ),
    "E309": Entry(
        "no such choice",
        "A play chooses something that is no choice of any scene.",
        "choose: [wait]",
        "choose: [weight]",
    ),
    "E310": Entry(
        "a room path that comes back",
        "The beats of a 'room_path' are scenes of the story, each of them once. A hall plays them"
        " one after another, and what follows a scene there has to be settled by the scene.",
        _LAST,
        "room_path:\n  - {scene: the_book}\n"
        "  - {scene: the_book, bridge: A minute later it is on the floor again.}\n" + _LAST,
    ),
}

_WORDS = {
    "W401": Entry(
        "a word to look at again",
        "The word often claims more than anyone can know, or makes light of what is hard. There are"
        " places where it is right; look whether this is one.",
        _TEXT,
        "text: Kai always picks up the book in the end.",
    ),
    "W402": Entry(
        "a word that is not used here",
        "The word judges the pupil or the player. Write what could be seen or heard.",
        "noticed: You gave him five seconds.",
        "noticed: You stopped him being manipulative.",
    ),
}

_PLAYS_RUN = {
    "E501": Entry(
        "a play that cannot be made",
        "A choice of this play is not offered when the play comes to it, or the play goes on after"
        " an ending.",
        "choose: [wait]",
        "choose: [wait, wait]",
    ),
    "E502": Entry(
        "a play that turns out otherwise",
        "At the end of this play its 'expect' does not hold. Either the scenario changed and the"
        " expectation has to, or the change broke what the author meant to happen.",
        "expect: pupil.stress < crisis",
        "expect: pupil.stress = 0",
    ),
}

CATALOGUE: dict[str, Entry] = {
    **_READING,
    **_SHAPE,
    **_CONDITIONS,
    **_REFERENCES,
    **_WORDS,
    **_PLAYS_RUN,
    **PROMISES,
}
"""Every code there is, in order."""
