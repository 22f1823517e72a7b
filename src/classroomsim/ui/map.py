"""The map of a scenario, for authors: its scenes in order, where each choice leads, how often.

From any scene a play may be begun, under a telling that leads there, by the shortest play.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from classroomsim.diary.record import DiaryError, Texts
from classroomsim.diary.sitting import Sitting
from classroomsim.engine.machine import Machine
from classroomsim.engine.paths import shortest_to
from classroomsim.scenario.story import Scenario
from classroomsim.ui.ask import Answer, AskDialog
from classroomsim.ui.foresight import stand_aside
from classroomsim.ui.page import Page
from classroomsim.ui.text import prose, words
from classroomsim.ui.widgets.hanging import Hanging
from classroomsim.ui.widgets.picker import Picker, Row
from classroomsim.ui.widgets.reading import Reading

if TYPE_CHECKING:
    from classroomsim.proof.atlas import Atlas, ChoiceOnMap, Lead, Met, SceneOnMap

WORKING = "Working out where everything leads, and how often ..."
HOW_OFTEN = (
    "How often is worked out for a play in which every choice is as likely as any other."
    " Enter begins a play at a scene."
)
TOO_MANY = "There are too many states to say how often. Enter begins a play at a scene."
NO_WAY = "No play leads to this scene."
UNDER = "Under which telling?"
_LEAST_INDENT, _MOST_INDENT = 8, 22


class MapScreen(Page):
    """Scenes to begin at. `texts` is what the scenario was read from, for the diary."""

    CSS_PATH = "map.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "pick", "Play from here", key_display="Enter", id="map.pick"),
        Binding("down,j", "move(1)", "Another scene", key_display="\u2191 \u2193", id="map.down"),
        Binding("up,k", "move(-1)", "Up", show=False, id="map.up"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="map.page_up"),
        Binding("pagedown,space", "page(1)", "Page down", show=False, id="map.page_down"),
        Binding("question_mark", "app.help", "Help", key_display="?", id="map.help"),
        Binding("q,escape,m", "leave", "Back", key_display="q", id="map.leave"),
    ]

    column = getters.query_one("#map-column", Reading)
    picker = getters.query_one("#map-scenes", Picker)
    says = getters.query_one("#map-says", Static)

    def __init__(self, scenario: Scenario, texts: Texts) -> None:
        super().__init__()
        self.scenario = scenario
        self.texts = texts
        self.atlas: Atlas | None = None
        self._left = False

    def body(self) -> ComposeResult:
        """One line, and the list once it is known."""
        with Reading(id="map-column"):
            yield Static(prose(WORKING), id="map-says", classes="quiet")
            yield Picker(indent=0, id="map-scenes")

    def on_mount(self) -> None:
        """Names the screen, and begins to work the map out."""
        self.show_top(self.scenario.title, "the map", right="for authors")
        self._work_out()

    def on_unmount(self) -> None:
        """Nobody needs the map any more."""
        self._left = True

    @work(exit_on_error=False)
    async def _work_out(self) -> None:
        self.atlas = atlas = await asyncio.to_thread(self._atlas)
        self.says.update(prose(HOW_OFTEN if atlas.complete else TOO_MANY))
        rows, sections = _listed(atlas)
        with self.app.batch_update():
            await self.picker.show(rows, 0, sections)

    def _atlas(self) -> Atlas:
        from classroomsim.proof.atlas import atlas_of

        return atlas_of(self.scenario, progress=stand_aside(lambda: self._left))

    # ---------------------------------------------------------------------------------- actions

    def action_move(self, by: int) -> None:
        """Goes to another scene, and shows what is under it."""
        if self.picker.move(by):
            self.call_after_refresh(self._show_chosen)
        else:
            self.column.scroll_relative(y=by * 3, animate=False)

    def _show_chosen(self) -> None:
        row = self.picker.chosen_widget
        if row is None:
            return
        if self.picker.chosen == 0:
            self.column.scroll_home(animate=False)
        else:
            self.column.scroll_to_widget(row, top=True, animate=False)

    def action_page(self, by: int) -> None:
        """Scrolls by a page."""
        self.column.scroll_relative(y=by * max(1, self.column.size.height - 2), animate=False)

    async def action_pick(self) -> None:
        """Asks under which telling to play from the chosen scene."""
        if self.picker.pick is not None and self.our_app.guard.allows("enter"):
            await self._ask(self.picker.pick.value)

    @on(Picker.Picked)
    async def _picked(self, message: Picker.Picked) -> None:
        message.stop()
        if self.our_app.guard.allows("click"):
            await self._ask(message.row.value)

    async def _ask(self, scene: str) -> None:
        tellings = self._tellings_to(scene)
        if not tellings:
            self._say(NO_WAY)
            return
        answers = [Answer(it, self._telling(it)) for it in tellings]

        def answered(telling: str | None) -> None:
            if telling is not None:
                self._play_from(scene, telling)

        name = self.scenario.scenes[scene].name or scene
        await self.app.push_screen(AskDialog(UNDER, (f"From {name}.",), answers), answered)

    def _tellings_to(self, scene: str) -> list[str]:
        """The tellings under which choices lead to a scene; all, where that is not known."""
        scenes = self.atlas.scenes if self.atlas else ()
        found = next((it.met for it in scenes if it.id == scene), None)
        if found is None or not found.known:
            return list(self.scenario.tellings)
        return [it for it in self.scenario.tellings if found.under.get(it, 0.0) > 0]

    def _telling(self, telling: str) -> str:
        reveal = self.scenario.tellings[telling].reveal
        return f"{telling}: {reveal}" if reveal else telling

    @work(exclusive=True, group="way", exit_on_error=False)
    async def _play_from(self, scene: str, telling: str) -> None:
        """Begins a play that stands at a scene, by the shortest way there."""
        world = Machine(self.scenario).under(telling)
        choices = await asyncio.to_thread(shortest_to, world, scene)
        if choices is None:
            self._say(NO_WAY)
            return
        from classroomsim.ui.play import PlayScreen

        says, diary = None, self.our_app.diary
        try:
            sitting = Sitting.begin_at(self.scenario, self.texts, telling, diary, choices)
        except DiaryError as error:
            sitting = Sitting.begin_at(self.scenario, self.texts, telling, None, choices)
            says = f"{error} This play goes on without being kept."
        await self.app.push_screen(PlayScreen(sitting, says))

    def _say(self, sentence: str) -> None:
        self.says.update(prose(sentence))
        self.column.scroll_home(animate=False)

    def action_leave(self) -> None:
        """Goes back."""
        self.our_app.leave_page()


def _listed(atlas: Atlas) -> tuple[list[Row], dict[int, Sequence[Widget]]]:
    """The scenes as rows, with what is under each, and the endings last."""
    names = {scene.id: scene.name or scene.id for scene in atlas.scenes}
    names |= {ending.id: ending.id for ending in atlas.endings}
    rows: list[Row] = []
    sections: dict[int, Sequence[Widget]] = {}
    for scene in atlas.scenes:
        rows.append(Row(words(""), _scene(scene), scene.id))
        sections[len(rows)] = _under(scene, names)
    endings: list[Widget] = [Static(words("How it may end"), classes="heading map-endings")]
    for ending in atlas.endings:
        told = Content.assemble(prose(f"leaves it {ending.leaves}"), _often(ending.met))
        endings.append(Hanging(words(ending.id, "bold"), told, _MOST_INDENT, classes="map-choice"))
    sections[len(rows)] = [*sections.get(len(rows), ()), *endings]
    return rows, sections


def _scene(scene: SceneOnMap) -> Content:
    name = f"{scene.clock}  {scene.name or scene.id}".strip()
    told = words(scene.id, "$quiet")
    return Content.assemble(prose(name, "bold $bright"), "  ", told, _often(scene.met))


def _under(scene: SceneOnMap, names: dict[str, str]) -> list[Widget]:
    longest = max((len(choice.id) for choice in scene.choices), default=0) + 2
    indent = min(max(longest, _LEAST_INDENT), _MOST_INDENT)
    return [
        Hanging(words(choice.id, "$key"), _choice(choice, names), indent, classes="map-choice")
        for choice in scene.choices
    ]


def _choice(choice: ChoiceOnMap, names: dict[str, str]) -> Content:
    """What a choice is, how often it is made, and where it leads."""
    if choice.is_skip:
        return Content.assemble(words("to ", "$quiet"), prose(names[choice.leads[0].to]))
    alone = len(choice.leads) == 1
    told = [Content.assemble(prose(choice.did), _often(choice.met))]
    told += [_lead(lead, names, alone=alone) for lead in choice.leads]
    return Content("\n").join(told)


def _lead(lead: Lead, names: dict[str, str], *, alone: bool) -> Content:
    parts = [words("to ", "$quiet"), prose(names[lead.to])]
    if lead.kind == "interrupt":
        parts.append(words(", by an interrupt", "$quiet"))
    if not alone:
        parts.append(_often(lead.met))
    return Content.assemble(*parts)


def _often(met: Met) -> Content:
    return words(f", {met.word}" if met.known else "", "$quiet")
