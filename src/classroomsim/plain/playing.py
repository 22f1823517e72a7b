"""Playing, as linear text: the moment, its choices, and what else can be typed there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from classroomsim.debrief.focus import FOCUSES
from classroomsim.debrief.lookback import worked_line
from classroomsim.debrief.watched import watched
from classroomsim.diary.sitting import Sitting
from classroomsim.engine.play import Play
from classroomsim.engine.seen import look, look_at
from classroomsim.plain import help as said
from classroomsim.plain import lasting, likes, sections
from classroomsim.plain.looking_back import LookingBack
from classroomsim.plain.session import Session
from classroomsim.plain.talk import echoed, number_of
from classroomsim.plain.watching import watch
from classroomsim.scenario.story import SKIP

Command = Callable[[str], None]


class Playing:
    """The commands of playing, and those that are the same while looking back (`anywhere`)."""

    def __init__(self, session: Session, *, author: bool) -> None:
        self._session = session
        self._say = session.say
        self._author = author
        self.back_again = LookingBack(session, self.tried_again)
        self._words_after: tuple[int, Play] | None = None
        """The moment being tried again, and the play whose coaching has words for it."""
        self.anywhere: dict[str, Command] = {
            "b": self._back,
            "f": self._focus,
            "n": self._note,
            "o": lambda rest: likes.change(session, rest),
            "v": lambda _: self._watch(),
        }
        self.commands: dict[str, Command] = {
            "w": self._what_if,
            "s": lambda _: self._take(SKIP),
            "g": self._guess,
            "l": lambda _: self.back_again.begin(),
            **self.anywhere,
            **dict.fromkeys("rcyempk", lambda _: self._say([said.LATER])),
            "?": lambda _: self._help(),
        }

    @property
    def _sitting(self) -> Sitting:
        return self._session.sitting

    def show(self) -> None:
        """The moment that the play stands at; an ending, and then looking back."""
        play = self._sitting.play
        self._say(sections.beat(look(play), guessed=self._guessed_here()))
        if self._author:
            trace = play.trace(len(play.choices) - 1) if play.choices else None
            self._say(sections.author_notes(play, trace))
        if play.ending is not None:
            self.back_again.begin()

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

    def choose(self, word: str) -> None:
        """Make the choice of this number or id."""
        choice = self._named(word)
        if choice is None:
            self._say([f"There is no choice '{echoed(word)}' here. Type a number, or ? for help."])
        else:
            self._take(choice)

    def _take(self, choice: str) -> None:
        number = len(self._sitting.play.choices)
        self._session.kept(lambda: self._sitting.choose(choice))
        self._words_since(number)
        if self._sitting.kind == "revisit":
            self._say(sections.seen_of(look(self._sitting.play)))
            self.back_again.one_beat()
        else:
            self.show()

    def _words_since(self, number: int) -> None:
        """After a second attempt: the words that were not shown before it."""
        if self._words_after is None or self._words_after[0] != number:
            return
        words = worked_line(self._words_after[1], number)
        self._words_after = None
        if words is not None:
            self._say(lasting.worked(said.WORDS_AFTER, words))

    def tried_again(self) -> None:
        """A second attempt begins, with words first if the player likes that."""
        self._say(["", "The same moment, again."])
        self._words_after = None
        earlier, number = self._sitting.earlier, len(self._sitting.play.choices)
        if earlier is not None and self._session.settings.coaching == "try":
            self._words_after = number, earlier.play
        elif earlier is not None and (words := worked_line(earlier.play, number)) is not None:
            self._say(lasting.worked(said.WORDS_BEFORE, words))
        self.show()

    def _back(self, _rest: str) -> None:
        play = self._sitting.play
        if self._session.at_its_beginning:
            self._say([said.AT_THE_BEGINNING])
            return
        over = play.ending is not None or self._sitting.kind == "revisit"
        if not self._session.looking_back or over:
            self._session.kept(self._sitting.back)
        self._session.looking_back = False
        self.show()

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
        answer = self._session.ask()
        if answer is None:
            return
        if not answer:
            self._say([said.NO_GUESS])
        elif not self._guessed(list(asked.options), answer):
            if not answer[0].isdigit():  # another choice or letter: the player has moved on
                self._session.not_for_me(answer)
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
        self._session.kept(lambda: self._sitting.guess(tuple(dict.fromkeys(named))))
        self._say([said.GUESSED])
        return True

    def _watch(self) -> None:
        found = watched(self._sitting.play.world.machine)
        if found is None:
            self._say([said.NOTHING_TO_WATCH])
            return
        watch(self._session.talk, found)
        self._say(["", said.WATCHED])
        if not self._session.looking_back:
            self._offer_again()

    def _note(self, rest: str) -> None:
        session = self._session
        if not rest:
            typed = session.ask_text([said.TYPE_NOTE])
            if typed is None:
                return
            rest = typed
        number = session.moment if session.looking_back else None
        if rest:
            session.kept(lambda: self._sitting.note(rest, number))
        self._say([said.NOTED if rest else said.NO_NOTE])

    def _focus(self, rest: str) -> None:
        session, chosen = self._session, self._sitting.focus
        if not rest:
            self._say(lasting.focuses(chosen))
            typed = session.ask()
            if typed is None:
                return
            rest = typed
        number = 0 if rest == "0" else number_of(rest, len(FOCUSES))
        if number is None:
            self._say([said.FOCUS_AS_IT_WAS])
            return
        focus = FOCUSES[number - 1].id if number else None
        session.kept(lambda: self._sitting.focus_on(focus))
        self._say([said.FOCUSED if focus else said.NO_FOCUS])
