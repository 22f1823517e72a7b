"""The linear text player: a whole play on standard input and output, for screen readers and pipes.

One line in, one answer out. A choice is its number or its id; single letters are commands.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from classroomsim.diary.record import DiaryError, Entry, Offer
from classroomsim.diary.settings import Settings
from classroomsim.diary.sitting import Sitting
from classroomsim.diary.store import Diary
from classroomsim.plain import coming_back, sections
from classroomsim.plain import help as said
from classroomsim.plain.playing import Playing
from classroomsim.plain.session import Clock, Session, now_in_utc
from classroomsim.plain.talk import Talk
from classroomsim.scenario.read import Reading


class PlainPlayer:
    """Plays one scenario at a time over two text streams.

    With `interactive` a prompt is written before each line is read; in a pipe nothing is asked.
    """

    def __init__(
        self,
        lines: TextIO,
        out: TextIO,
        *,
        interactive: bool,
        author: bool = False,
        clock: Clock = now_in_utc,
    ) -> None:
        self._talk = Talk(lines, out, interactive=interactive)
        self._say = self._talk.say
        self._session = Session(self._talk, None, clock)
        self._playing = Playing(self._session, author=author)

    @property
    def _sitting(self) -> Sitting:
        return self._session.sitting

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

        In a terminal a play of this scenario that was left may be carried on, or one moment come
        back to, unless `telling` or `choices` say where to begin.
        """
        self._with(diary)
        settled = telling or choices
        carried_on = None if settled else self._carry_on(reading, diary)
        if carried_on is not None:
            self._session.sitting = carried_on
        else:
            offer = None if settled else coming_back.offered(self._session, reading.sound.id)
            if offer is not None and self._come_back(offer):
                return
            self._begin(reading, telling, choices, diary)
            self._say(sections.before(self._sitting.play.world.scenario))
            self._say(["", *sections.wrapped(said.A_FOCUS)])
            if reading.sound.watch is not None:
                self._say(sections.wrapped(said.WATCH_FIRST))
        self._listen()

    def revisit(self, diary: Diary, scenario: str) -> bool:
        """Come back for one moment of a scenario; False where there is none to come back to.

        Raises `DiaryError`.
        """
        offer = coming_back.asked_for(diary, scenario)
        if offer is None:
            return False
        self._with(diary)
        return self._come_back(offer)

    def _with(self, diary: Diary | None) -> None:
        self._session.diary = diary
        self._session.settings = self._session.noted(Settings.load) or Settings()

    def _come_back(self, offer: Offer) -> bool:
        diary = self._session.diary
        if diary is None:
            return False
        try:
            coming_back.begin(self._session, diary, offer)
        except DiaryError as error:
            self._say([*sections.wrapped(str(error)), ""])
            return False
        self._listen()
        return True

    def _listen(self) -> None:
        self._say(["", *sections.wrapped(said.WELCOME)])
        self._playing.show()
        while (line := self._session.ask()) is not None:
            if not self._obey(line):
                self._say([said.LEFT if self._sitting.diary is None else said.KEPT])
                break

    # Beginning, and keeping

    def _begin(
        self, reading: Reading, telling: str | None, choices: Sequence[str], diary: Diary | None
    ) -> None:
        """The sitting, without a diary where that can't be written."""
        session = self._session
        try:
            session.sitting = Sitting.begin(reading, telling, diary, choices=choices)
        except DiaryError as error:
            self._say([*sections.unkept(error), ""])
            session.diary = None
            session.sitting = Sitting.begin(reading, telling, None, choices=choices)

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

    # What was typed

    def _obey(self, line: str) -> bool:
        """Do what a line asks; False when it asks to leave."""
        word, rest = (*line.split(maxsplit=1), "", "")[:2]
        word = word.lower()
        if word == "q":
            return False
        looking_back = self._session.looking_back
        back_again = self._playing.back_again
        commands = (
            {**back_again.commands, **self._playing.anywhere}
            if looking_back
            else self._playing.commands
        )
        if word in commands:
            commands[word](rest)
        elif word and looking_back:
            back_again.look_at(word)
        elif word:
            self._playing.choose(word)
        return True
