"""Looking back, as linear text: a moment with its coaching, and what can be done from there."""

from __future__ import annotations

from collections.abc import Callable

from classroomsim.debrief.ahead import MOST_AT_ONCE, Prepared, prepare
from classroomsim.debrief.compare import side_by_side
from classroomsim.debrief.focus import moment_for
from classroomsim.debrief.lookback import Parting, look_back, parts, reveal
from classroomsim.debrief.message import message
from classroomsim.debrief.why import accounts
from classroomsim.diary.record import DiaryError
from classroomsim.diary.sitting import Sitting
from classroomsim.diary.store import Diary
from classroomsim.engine.play import where_they_part
from classroomsim.plain import coming_back, lasting, planning, sections, two_ways
from classroomsim.plain import help as said
from classroomsim.plain.session import NOW, Beside, Session
from classroomsim.plain.talk import echoed, number_of

Command = Callable[[str], None]


class LookingBack:
    """The commands of looking back. `try_again` is called once a second try has been begun."""

    def __init__(self, session: Session, try_again: Callable[[], None]) -> None:
        self._session = session
        self._say = session.say
        self._begin_again = try_again
        self._prepared: Prepared | None = None
        self._prepared_for: tuple[str, str] | None = None
        self.commands: dict[str, Command] = {
            "r": lambda _: self._try_again(),
            "c": self._compare,
            "y": lambda _: self._why(),
            "m": lambda _: self._message(),
            "p": lambda _: self._plan(),
            "k": lambda _: self._copy(),
            "e": lambda _: self._evidence(),
            "l": lambda _: self.begin(),
            **dict.fromkeys("swg", lambda _: self._say([said.NOT_NOW])),
            "?": lambda _: self._say(said.LOOKING_BACK),
        }

    @property
    def _sitting(self) -> Sitting:
        return self._session.sitting

    def begin(self) -> None:
        """The strip, the moment that looking back begins at, and what was underneath."""
        session, play = self._session, self._sitting.play
        if session.at_its_beginning:
            self._say([said.NO_MOMENT])
            return
        if self._sitting.kind == "revisit":
            self.one_beat()
            return
        self._look_ahead()
        parting = self._suggested()
        if not session.looking_back:
            session.moment = self._first_moment(parting)
        session.looking_back = True
        back = look_back(play)
        self._say(sections.strip(back))
        if parting and parting.sentence:
            self._say(sections.wrapped(parting.sentence))
        self._say_coaching()
        self._say(sections.afterwards(self._sitting, back))
        self._say(["", "Type the number of a moment to look at it, or ? for help."])
        self._say([f"Type r to try {self._title()}, again."])

    def one_beat(self) -> None:
        """The coaching on the one moment that was come back to, and what was underneath it."""
        session = self._session
        session.looking_back = True
        session.moment = len(self._sitting.play.choices) - 1
        self._say_coaching()
        self._say(sections.titled_texts("What was underneath:", (reveal(self._sitting.play).here,)))
        self._say(["", *sections.wrapped(said.BEAT_OVER)])

    def look_at(self, word: str) -> None:
        """The coaching on the moment of this number."""
        number = number_of(word, len(self._sitting.play.choices))
        if number is None:
            self._say([f"There is no moment '{echoed(word)}'. Type a number, or ? for help."])
            return
        self._session.moment = number - 1
        self._say_coaching()
        self._say(["", "Type r to try this moment again, y for why, or another number."])

    # Where it begins

    def _look_ahead(self) -> None:
        """What this telling could have led to, where that is quickly seen; once for a telling."""
        world = self._sitting.play.world
        asked = (world.scenario.hash, world.telling.id)
        if self._prepared_for != asked:
            self._prepared = prepare(world.scenario, world.telling.id, MOST_AT_ONCE)
            self._prepared_for = asked

    def _suggested(self) -> Parting | None:
        """The moment of the player's own focus, or else where the ways parted most."""
        play, focus = self._sitting.play, self._sitting.focus
        chosen = moment_for(play, focus) if focus else None
        return chosen or (self._prepared.suggest(play) if self._prepared else None)

    def _first_moment(self, parting: Parting | None) -> int:
        """The moment that was tried again, or else the one suggested, or else the first."""
        play, earlier = self._sitting.play, self._sitting.earlier
        if earlier is None:
            return parting.number if parting else 0
        return min(where_they_part(play, earlier.play), len(play.choices) - 1)

    def _title(self) -> str:
        card = sections.card_of(self._sitting.play, self._session.moment)
        return sections.titled(card.clock, card.name)

    def _say_coaching(self) -> None:
        play, number = self._sitting.play, self._session.moment
        self._say(sections.coaching(self._title(), parts(play, number)))
        if self._prepared is not None:
            self._say(sections.led_to(self._prepared.led_to(play, number)))

    # From there

    def _why(self) -> None:
        play, number = self._sitting.play, self._session.moment
        card = sections.card_of(play, number)
        self._say(sections.reasons(self._title(), card, accounts(play, number)))

    def _message(self) -> None:
        sitting, number = self._sitting, self._session.moment
        over = sitting.kind == "revisit"
        found = message(sitting.play, number, sitting.guesses.get(number), over=over)
        self._say(lasting.message(self._title(), found))

    def _plan(self) -> None:
        offer = self._session.offer
        if self._sitting.kind == "revisit" and offer is not None and offer.plan is not None:
            coming_back.change_plan(self._session, offer, offer.plan)
        else:
            planning.plan(self._session)

    def _evidence(self) -> None:
        self._say(sections.evidence(look_back(self._sitting.play).evidence))

    def _copy(self) -> None:
        from classroomsim.plain.copying import save_copy

        play, number = self._sitting.play, self._session.moment
        save_copy(self._session, self._prepared.led_to(play, number) if self._prepared else ())

    def _try_again(self) -> None:
        session = self._session
        session.sitting = session.kept(lambda: self._sitting.try_again(session.moment))
        session.came_to = len(session.sitting.play.choices)
        session.looking_back, session.compared = False, None
        self._begin_again()

    def _compare(self, which: str) -> None:
        session = self._session
        if which and not self._compare_with(which):
            return
        beside = session.beside
        if beside is None:
            self._say([said.ONE_WAY])
            self._others()
            return
        found = side_by_side(beside.play, self._sitting.play)
        self._say(two_ways.comparison(found, beside.names))

    def _compare_with(self, which: str) -> bool:
        """Takes a play out of the diary to compare with; says so where that can't be."""
        number = number_of(which, 999)
        if self._session.diary is None or number is None:
            self._say(sections.wrapped(lasting.NOT_IN_THE_DIARY.format(which=echoed(which))))
            return False
        try:
            other = taken_out(self._session.diary, number)
        except DiaryError as error:
            self._say(sections.wrapped(str(error)))
            return False
        here, there = self._sitting.play.world.scenario, other.play.world.scenario
        if here.id != there.id:
            self._say(sections.wrapped(lasting.OF_ANOTHER.format(here=here.title)))
            return False
        names = (f"Play {number} of your diary", NOW)
        self._session.compared = Beside(other.play, names)
        return True

    def _others(self) -> None:
        """The plays of this scenario in the diary that this one could be compared with."""
        here = self._sitting.play.world.scenario.id
        entries = self._session.noted(lambda diary: diary.entries(here)) or []
        others = [entry for entry in entries if entry.id != self._sitting.entry]
        self._say(lasting.plays(others))


def taken_out(diary: Diary, number: int) -> Sitting:
    """A play of the diary, as it stands there. Raises `DiaryError`."""
    return Sitting.resume(diary, diary.entry(number))
