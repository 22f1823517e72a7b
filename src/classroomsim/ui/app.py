"""The app: which screen comes first, what all screens share, and how it ends.

Nothing that reads whole scenarios or a database is imported here; that comes after the first
frame, in `_load`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import work
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.screen import Screen
from textual.worker import Worker

from classroomsim.ui.foresight import Foresight
from classroomsim.ui.shelf import ShelfScreen
from classroomsim.ui.shell import Shell, run_shell
from classroomsim.ui.theme import THEME_OF

if TYPE_CHECKING:
    from classroomsim.diary.settings import Settings
    from classroomsim.diary.sitting import Sitting
    from classroomsim.diary.store import Diary
    from classroomsim.scenario.read import Reading

ReturnT = TypeVar("ReturnT")

NOT_KEPT = "From here on this play goes on without being kept."


def _commands() -> type[Provider]:
    from classroomsim.ui.commands import OurCommands

    return OurCommands


class _Leaving(Screen[None]):
    """Lies under the first screen of a play begun from the command line: coming back here ends."""

    def on_screen_resume(self) -> None:
        """Ends the program, unless the first screen is still to come."""
        if isinstance(self.app, ClassroomSim) and self.app.begun:
            self.app.exit(0)


class ClassroomSim(Shell):
    """The whole app. `keep` is what the command line said of a diary; None if nothing."""

    # The first screen's sheet too: Textual loads a screen's own only when it is pushed.
    CSS_PATH: ClassVar[list[str | PurePath]] = ["app.tcss", "shelf.tcss"]
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_commands}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True, id="app.quit"),
        Binding("ctrl+c", "quit", "Quit", show=False, priority=True, id="app.interrupt"),
        Binding("f1", "help", "Help", show=False, id="app.help"),
    ]

    def __init__(
        self,
        keep: bool | None = None,  # noqa: FBT001
        play: Reading | None = None,
        telling: str | None = None,
        *,
        author: bool = False,
        choices: Sequence[str] = (),
        watch: bool = False,
    ) -> None:
        super().__init__()
        self.keep = keep
        self.first_play = play
        self.telling = telling
        self.watch_first = watch
        self.author = author
        self.first_choices = tuple(choices)
        self.diary: Diary | None = None
        self.diary_trouble: str | None = None
        """A sentence, where there is a diary that can't be opened."""
        self._settings: Settings | None = None
        self.foresight = Foresight(self._look_ahead)
        self.begun = False
        self.loaded = False
        """Whether the diary is open, if there is one."""
        self.ready = False
        """Whether what plays need is imported."""

    # ------------------------------------------------------------------------- beginning, ending

    def _look_ahead(self, look: Callable[[], Coroutine[None, None, None]]) -> None:
        """Looks ahead beside the play. A worker that never starts leaves nothing unawaited."""
        _: Worker[None] = self.run_worker(look, exit_on_error=False)

    def get_default_screen(self) -> Screen[None]:
        """The shelf; or, for a play named on the command line, what ends the program."""
        return _Leaving(id="leaving") if self.first_play else ShelfScreen(id="shelf")

    async def on_mount(self) -> None:
        """Gives the terminal back on a signal, and shows what comes first."""
        self.catch_signals()
        if self.asked_to_leave:
            self.call_after_refresh(self.exit, 0)  # the first screen is half-way made
            return
        asking = self.keep is None and not self._diary_exists()
        if self.first_play is not None:
            self._load()
            await self._begin_with(self.first_play)
        else:
            self.call_after_refresh(self._load_soon)
        self.begun = True
        if asking:
            from classroomsim.ui.first_run import FirstRunScreen

            await self.push_screen(FirstRunScreen(), self.answer_first_question)

    async def _begin_with(self, reading: Reading) -> None:
        if self.watch_first:
            from classroomsim.ui.opening import watch

            trouble = await watch(self, reading)
            if trouble is None:
                return
            self.notify(trouble, markup=False)
        from classroomsim.ui.before import BeforeScreen

        await self.push_screen(BeforeScreen(reading, self.telling, self.first_choices))

    def _load_soon(self) -> None:
        self.call_later(self._load)

    def _load(self) -> None:
        """Imports what plays need, and opens the diary if there is one."""
        if self.loaded:
            return
        self.loaded = True
        if self.keep or (self.keep is None and self._diary_exists()):
            self.open_diary()
        self._show_unfinished()
        self._get_ready()

    @work(exit_on_error=False)
    async def _get_ready(self) -> None:
        await asyncio.to_thread(_import_the_rest)
        self.ready = True
        self._show_unfinished()

    def _show_unfinished(self) -> None:
        shelf = self.screen_stack[0]
        if isinstance(shelf, ShelfScreen):
            shelf.show_unfinished()

    # --------------------------------------------------------------------------------- the diary

    def _diary_exists(self) -> bool:
        from classroomsim.diary.places import diary_path

        return diary_path().exists()

    def answer_first_question(self, answer: str | None) -> None:
        """After the first question: a diary is made at once, or nothing is written."""
        self.keep = answer == "yes"
        if self.keep:
            self.open_diary()
            self._show_unfinished()

    def open_diary(self) -> None:
        """Opens the diary; where that can't be, says why, and the app goes on without."""
        from classroomsim.diary.places import diary_path
        from classroomsim.diary.record import DiaryError
        from classroomsim.diary.store import Diary

        try:
            self.diary = Diary.open(diary_path())
            self._take_settings()
        except DiaryError as error:
            self.diary_trouble = str(error)

    def leave_diary(self) -> None:
        """Goes on without a diary; nothing is written from here on."""
        if self.diary is not None:
            self.diary.close()
        self.diary, self.keep = None, False

    # ------------------------------------------------------------------------------ the settings

    @property
    def settings(self) -> Settings:
        """How the player likes it; as at first until the diary is open."""
        from classroomsim.diary.settings import Settings

        if self._settings is None:
            self._settings = Settings()
        return self._settings

    def _take_settings(self) -> None:
        from classroomsim.diary.settings import Settings

        self._settings = Settings.load(self.diary)
        self.theme = THEME_OF[self._settings.theme]

    def change_settings(self, settings: Settings) -> None:
        """Takes on other settings, and keeps them where there is a diary."""
        from classroomsim.diary.record import DiaryError

        self._settings = settings
        self.theme = THEME_OF[settings.theme]
        try:
            settings.save(self.diary)
        except DiaryError as error:
            self.notify(str(error), markup=False)

    def kept(self, sitting: Sitting, step: Callable[[], ReturnT]) -> tuple[ReturnT, str | None]:
        """Does a step of a sitting; if the diary fails it goes on unkept, and says so.

        Gives what the step gives, and a sentence for the player or None.
        """
        from classroomsim.diary.record import DiaryError

        try:
            done = step()
        except DiaryError as error:
            sitting.diary = None
            return step(), f"{_sentence(error)} {NOT_KEPT}"
        return done, sitting.notice

    # --------------------------------------------------------------------------------- actions

    def leave_page(self) -> None:
        """Goes back to the screen before; from the shelf, out of the program."""
        if len(self.screen_stack) <= 1:
            self.exit(0)
        else:
            _ = self.pop_screen()  # not awaited: the screen's own messages lead here

    def replace_page(self, screen: Screen[None]) -> None:
        """Shows a screen in place of the present one."""
        # Not awaited: that would wait for a screen whose own message may have led here.
        _ = self.switch_screen(screen)

    async def action_help(self) -> None:
        """Shows help, once."""
        from classroomsim.ui.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            await self.push_screen(HelpScreen())

    async def action_quit(self) -> None:
        """Leaves the program; what is kept is kept already."""
        self.exit(0)

    def action_colours(self) -> None:
        """Goes on to the next of the themes."""
        from classroomsim.ui.options import with_next_colours

        self.change_settings(with_next_colours(self.settings))

    async def action_options(self) -> None:
        """Shows the options, once."""
        from classroomsim.ui.options import OptionsDialog

        if not isinstance(self.screen, OptionsDialog):
            await self.push_screen(OptionsDialog(self))

    def on_unmount(self) -> None:
        """Closes the diary, and ends what is still being worked out."""
        self.foresight.forget()
        if self.diary is not None:
            self.diary.close()


def _sentence(error: Exception) -> str:
    text = str(error).strip()
    return text if text.endswith((".", "?")) else f"{text}."


def _import_the_rest() -> None:
    """What the next screens need, while the shelf is being looked at."""
    import classroomsim.diary.sitting
    import classroomsim.scenario.read
    import classroomsim.ui.before
    import classroomsim.ui.play  # noqa: F401


def run(
    diary_choice: bool | None,  # noqa: FBT001
    play: Reading | None = None,
    telling: str | None = None,
    *,
    author: bool = False,
    choices: Sequence[str] = (),
    watch: bool = False,
) -> int:
    """Runs the app in this terminal, and gives the exit code: 0, or 1 after an error.

    Args:
        diary_choice: whether a diary is kept; None asks, where there is none yet.
        play: a scenario to begin at once; None opens the shelf.
        telling: the telling of that play; None draws one.
        author: whether to show gauges and their trace beside the play.
        choices: what that play has chosen already.
        watch: whether to watch a colleague's telling of that scenario instead of playing it.
    """
    app = ClassroomSim(diary_choice, play, telling, author=author, choices=choices, watch=watch)
    return run_shell(app)
