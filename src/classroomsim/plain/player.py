"""The linear text player: a whole play on standard input and output, for screen readers and pipes.

One line in, one answer out. A choice is its number or its id; single letters are commands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO, TypeVar

from classroomsim.debrief.ahead import MOST_AT_ONCE, Prepared, prepare
from classroomsim.debrief.compare import side_by_side
from classroomsim.debrief.lookback import look_back, parts
from classroomsim.debrief.why import accounts
from classroomsim.diary.record import DiaryError, Entry
from classroomsim.diary.sitting import Sitting
from classroomsim.diary.store import Diary
from classroomsim.engine.play import where_they_part
from classroomsim.engine.seen import look, look_at
from classroomsim.plain import help as said
from classroomsim.plain import sections
from classroomsim.plain.talk import Talk, echoed, number_of
from classroomsim.scenario.read import Reading
from classroomsim.scenario.story import SKIP

Command = Callable[[str], None]
ReturnT = TypeVar("ReturnT")


class PlainPlayer:
    """Plays one scenario at a time over two text streams.

    With `interactive` a prompt is written before each line is read; in a pipe nothing is asked.
    """

    def __init__(
        self, lines: TextIO, out: TextIO, *, interactive: bool, author: bool = False
    ) -> None:
        self._talk = Talk(lines, out, interactive=interactive)
        self._say = self._talk.say
        self._author = author
        self._sitting: Sitting
        self._unread: str | None = None
        """A line that was read as an answer and turned out to be a command."""
        self._moment = 0
        self._prepared: Prepared | None = None
        self._prepared_for: tuple[str, str] | None = None
        self._looking_back = False
        self._playing_commands: dict[str, Command] = {
            "b": self._back,
            "w": self._what_if,
            "s": lambda _: self._take(SKIP),
            "g": self._guess,
            "n": self._note,
            "l": lambda _: self._look_back(),
            **dict.fromkeys("rcye", lambda _: self._say([said.LATER])),
            "?": lambda _: self._help(),
        }
        self._looking_back_commands: dict[str, Command] = {
            "b": self._back,
            "r": lambda _: self._try_again(),
            "c": lambda _: self._compare(),
            "y": lambda _: self._why(),
            "e": lambda _: self._say(sections.evidence(look_back(self._sitting.play).evidence)),
            "n": self._note,
            "l": lambda _: self._look_back(),
            **dict.fromkeys("swg", lambda _: self._say([said.NOT_NOW])),
            "?": lambda _: self._say(said.LOOKING_BACK),
        }

    def wants_diary(self, path: Path) -> bool:
        """Whether the player would like a diary at `path`; never asked in a pipe, which is no."""
        if not self._talk.interactive:
            return False
        wanted = self._talk.ask_yes(sections.first_run(path))
        self._say([""])
        return wanted

    def play(
        self,
        reading: Reading,
        telling: str | None,
        choices: Sequence[str],
        diary: Diary | None,
    ) -> None:
        """Play until the player leaves or the input ends.

        In a terminal a play of this scenario that was left may be carried on, unless `telling` or
        `choices` say where to begin.
        """
        carried_on = None if telling or choices else self._carry_on(reading, diary)
        if carried_on is None:
            self._begin(reading, telling, choices, diary)
            self._say(sections.before(self._sitting.play.world.scenario))
        else:
            self._sitting = carried_on
        self._say(["", *sections.wrapped(said.WELCOME)])
        self._show()
        while (line := self._ask()) is not None:
            if not self._obey(line):
                self._say([said.LEFT if self._sitting.diary is None else said.KEPT])
                break

    # Beginning, and keeping

    def _begin(
        self, reading: Reading, telling: str | None, choices: Sequence[str], diary: Diary | None
    ) -> None:
        """The sitting, without a diary where that can't be written."""
        try:
            self._sitting = Sitting.begin(reading, telling, diary, choices=choices)
        except DiaryError as error:
            self._say([*sections.unkept(error), ""])
            self._sitting = Sitting.begin(reading, telling, None, choices=choices)

    def _carry_on(self, reading: Reading, diary: Diary | None) -> Sitting | None:
        """The last play of this scenario that was left, if the player would like to go on."""
        if diary is None or not self._talk.interactive:
            return None
        try:
            left = [e for e in diary.unfinished() if e.scenario_id == reading.sound.id]
            return self._offer(diary, left[0], reading) if left else None
        except DiaryError as error:
            self._say([*sections.wrapped(str(error)), ""])
            return None

    def _offer(self, diary: Diary, entry: Entry, reading: Reading) -> Sitting | None:
        sitting = Sitting.resume(diary, entry)
        scene = sitting.play.scene
        if scene is None or not self._talk.ask_yes(sections.left_at(scene)):
            return None
        if entry.key.scenario != reading.sound.hash:
            self._say(sections.wrapped(said.CHANGED))
        return sitting

    def _kept(self, step: Callable[[], ReturnT]) -> ReturnT:
        """Does a step of the sitting; if the diary fails it goes on unkept, and says so."""
        try:
            done = step()
        except DiaryError as error:
            self._sitting.diary = None
            self._say(["", *sections.unkept(error)])
            return step()
        if self._sitting.notice:
            self._say(["", *sections.wrapped(self._sitting.notice)])
            self._sitting.notice = None
        return done

    # What was typed

    def _ask(self) -> str | None:
        """The next line of input; None at its end."""
        if self._unread is None:
            return self._talk.ask()
        line, self._unread = self._unread, None
        return line

    def _obey(self, line: str) -> bool:
        """Do what a line asks; False when it asks to leave."""
        word, rest = (*line.split(maxsplit=1), "", "")[:2]
        word = word.lower()
        if word == "q":
            return False
        looking_back = self._looking_back
        commands = self._looking_back_commands if looking_back else self._playing_commands
        if word in commands:
            commands[word](rest)
        elif word and looking_back:
            self._look_at_moment(word)
        elif word:
            self._choose(word)
        return True

    # Playing

    def _show(self) -> None:
        play = self._sitting.play
        self._say(sections.beat(look(play), guessed=self._guessed_here()))
        if self._author:
            trace = play.trace(len(play.choices) - 1) if play.choices else None
            self._say(sections.author_notes(play, trace))
        if play.ending is not None:
            self._look_back()

    def _help(self) -> None:
        self._say(said.PLAYING)
        self._offer_again()

    def _offer_again(self) -> None:
        self._say(sections.choices(look(self._sitting.play), guessed=self._guessed_here()))

    def _guessed_here(self) -> bool:
        return len(self._sitting.play.choices) in self._sitting.guesses

    def _named(self, word: str) -> str | None:
        """The id of the choice that a number or an id means; None for any other word."""
        ids = [offer.id for offer in self._sitting.play.offers]
        number = number_of(word, len(ids))
        if number is not None:
            return ids[number - 1]
        return word if word in (*ids, SKIP) else None

    def _choose(self, word: str) -> None:
        choice = self._named(word)
        if choice is None:
            self._say([f"There is no choice '{echoed(word)}' here. Type a number, or ? for help."])
        else:
            self._take(choice)

    def _take(self, choice: str) -> None:
        self._kept(lambda: self._sitting.choose(choice))
        self._show()

    def _back(self, _rest: str) -> None:
        play = self._sitting.play
        if not play.choices:
            self._say([said.AT_THE_BEGINNING])
            return
        if not self._looking_back or play.ending is not None:
            self._kept(self._sitting.back)
        self._looking_back = False
        self._show()

    def _what_if(self, word: str) -> None:
        play = self._sitting.play
        choice = SKIP if word.lower() == "s" else self._named(word.lower())
        if choice is None:
            self._say([f"There is no choice '{echoed(word)}' here." if word else said.WHAT_IF])
            return
        after, here = play.choose(choice), look(play)
        self._say(sections.ahead(look_at(after.world, after.state, after.came_from)))
        still = sections.titled(here.clock, here.name)
        self._say(["", *sections.wrapped(f"Nothing has been chosen. You are still at {still}.")])

    def _guess(self, rest: str) -> None:
        asked = look(self._sitting.play).guess
        if asked is None:
            self._say([said.NOTHING_TO_GUESS])
            return
        if rest:
            if not self._guessed(list(asked.options), rest):
                self._say([said.NOT_A_GUESS])
            return
        self._say(sections.guess(asked))
        answer = self._ask()
        if answer is None:
            return
        if not answer:
            self._say([said.NO_GUESS])
        elif not self._guessed(list(asked.options), answer):
            if not answer[0].isdigit():  # another choice or letter: the player has moved on
                self._unread = answer
                return
            self._say([said.NOT_A_GUESS])
        self._offer_again()

    def _guessed(self, known: Sequence[str], answer: str) -> bool:
        """Notes the answers that were named; False where any of them is none."""
        words = answer.replace(",", " ").split()
        numbers = [number_of(word, len(known)) for word in words if word != "?"]
        named = [known[number - 1] for number in numbers if number is not None]
        if len(named) < len(numbers):
            return False
        self._kept(lambda: self._sitting.guess(tuple(dict.fromkeys(named))))
        self._say([said.GUESSED])
        return True

    def _note(self, rest: str) -> None:
        if not rest:
            self._say(sections.wrapped(f"{said.NO_NAMES} {self._where_kept()}"))
            self._say([said.TYPE_NOTE])
            answer = self._ask()
            if answer is None:
                return
            rest = answer
        if rest:
            self._kept(lambda: self._sitting.note(rest))
        self._say([said.NOTED if rest else said.NO_NOTE])

    def _where_kept(self) -> str:
        return said.NOT_IN_DIARY if self._sitting.diary is None else said.IN_DIARY

    # Looking back

    def _look_back(self) -> None:
        play = self._sitting.play
        if not play.choices:
            self._say([said.NO_MOMENT])
            return
        self._look_ahead()
        if not self._looking_back:
            self._moment = self._first_moment()
        self._looking_back = True
        back = look_back(play)
        self._say(sections.strip(back))
        parting = self._prepared.suggest(play) if self._prepared else None
        if parting and parting.sentence:
            self._say(sections.wrapped(parting.sentence))
        self._say_coaching()
        self._say(sections.afterwards(self._sitting, back))
        self._say(["", "Type the number of a moment to look at it, or ? for help."])
        self._say([f"Type r to try {self._title()}, again."])

    def _look_ahead(self) -> None:
        """What this telling could have led to, where that is quickly seen; once for a telling."""
        world = self._sitting.play.world
        asked = (world.scenario.hash, world.telling.id)
        if self._prepared_for != asked:
            self._prepared = prepare(world.scenario, world.telling.id, MOST_AT_ONCE)
            self._prepared_for = asked

    def _first_moment(self) -> int:
        """The moment that was tried again, or else the one suggested, or else the first."""
        play, earlier = self._sitting.play, self._sitting.earlier
        if earlier is None:
            parting = self._prepared.suggest(play) if self._prepared else None
            return parting.number if parting else 0
        return min(where_they_part(play, earlier.play), len(play.choices) - 1)

    def _title(self) -> str:
        card = sections.card_of(self._sitting.play, self._moment)
        return sections.titled(card.clock, card.name)

    def _say_coaching(self) -> None:
        play = self._sitting.play
        self._say(sections.coaching(self._title(), parts(play, self._moment)))
        if self._prepared is not None:
            self._say(sections.led_to(self._prepared.led_to(play, self._moment)))

    def _look_at_moment(self, word: str) -> None:
        number = number_of(word, len(self._sitting.play.choices))
        if number is None:
            self._say([f"There is no moment '{echoed(word)}'. Type a number, or ? for help."])
            return
        self._moment = number - 1
        self._say_coaching()
        self._say(["", "Type r to try this moment again, y for why, or another number."])

    def _why(self) -> None:
        play, number = self._sitting.play, self._moment
        card = sections.card_of(play, number)
        self._say(sections.reasons(self._title(), card, accounts(play, number)))

    def _try_again(self) -> None:
        self._sitting = self._kept(lambda: self._sitting.try_again(self._moment))
        self._looking_back = False
        self._say(["", "The same moment, again."])
        self._show()

    def _compare(self) -> None:
        earlier = self._sitting.earlier
        if earlier is None:
            self._say([said.ONE_WAY])
            return
        self._say(sections.comparison(side_by_side(earlier.play, self._sitting.play)))
