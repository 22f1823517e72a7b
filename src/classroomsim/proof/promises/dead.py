"""Nothing dead: everything in the scenario's own file happens in some play of some telling.

A play may skip, so what only skipping leads to is not dead. What is told is the culprit and not
the chain it causes: not the choices of a scene that nothing leads to, nor what lies behind them.
"""

from __future__ import annotations

from classroomsim.proof.beats import Lead
from classroomsim.proof.docket import Docket
from classroomsim.proof.promises.living import Living
from classroomsim.proof.texts import coach_lines, cue_lines
from classroomsim.scenario.condition import Condition, Not, english
from classroomsim.scenario.source import Trail
from classroomsim.scenario.story import Choice, Limit, Line, Turn


def tell_dead(living: Living, docket: Docket) -> None:
    """Note everything that never happened, once all tellings have been looked at."""
    _Dead(living, docket).tell()


class _Dead:
    """What is left over when everything that lives is taken away."""

    def __init__(self, living: Living, docket: Docket) -> None:
        self.living = living
        self.docket = docket
        self.scenario = living.scenario
        self.covered: set[str] = set()

    def tell(self) -> None:
        self._tell_places()
        for scene in self.scenario.scenes.values():
            if scene.id in self.living.places:
                self._tell_lines(scene.text, "scenes", scene.id, "text")
                self._tell_lines(scene.notice, "scenes", scene.id, "notice")
        for ending in self.scenario.endings.values():
            if ending.id in self.living.places:
                self._tell_lines(ending.text, "endings", ending.id, "text")
                self._tell_lines(ending.later, "endings", ending.id, "later")
        for choice in self._living_choices():
            self._tell_leads(choice)
            self._tell_coaching(choice)
        self._tell_interrupts()
        self._tell_cues()
        self._tell_acts()
        self._tell_bands()

    def _living_choices(self) -> list[Choice]:
        return [
            choice
            for scene in self.scenario.scenes.values()
            for choice in scene.choices
            if choice in self.living.choices
        ]

    # Scenes, endings and choices

    def _tell_places(self) -> None:
        dead = [it for it in self._places() if it not in self.living.places]
        entered = {way.to for choice in self._living_choices() for way in choice.goto}
        entered |= {interrupt.to for interrupt in self.scenario.interrupts}
        for place in dead:
            if place in entered:
                self._tell_place(place)
        for scene in self.scenario.scenes.values():
            for choice in scene.choices:
                if scene.id in self.living.places and choice not in self.living.choices:
                    self._tell_choice(choice)
        for place in dead:
            if place not in self.covered:
                self._tell_place(place)

    def _places(self) -> tuple[str, ...]:
        return (*self.scenario.scenes, *self.scenario.endings)

    def _tell_place(self, place: str) -> None:
        is_ending = place in self.scenario.endings
        code, what = ("P624", "ending") if is_ending else ("P621", "scene")
        section = "endings" if is_ending else "scenes"
        message = f"no play comes to the {what} '{place}': {self._why(place)}"
        fix = f"let a choice lead to it, or take the {what} out"
        self.docket.add(code, (section, place), message, fix, on_key=True)
        self._cover(place)

    def _why(self, place: str) -> str:
        """What would have to hold for a place to be come to, as far as one `when` says it."""
        leads: list[Lead] = [
            lead for choice in self._living_choices() for lead in choice.goto if lead.to == place
        ]
        leads += [interrupt for interrupt in self.scenario.interrupts if interrupt.to == place]
        needed = list(dict.fromkeys(english(lead.when) for lead in leads if lead.when))
        if not needed:
            return "nothing that happens leads there"
        if len(needed) == 1:
            return f"the only way there needs it to be so that {needed[0]}"
        return "none of the conditions that lead there ever holds"

    def _cover(self, place: str) -> None:
        """What lies behind a dead place is dead because of it."""
        waiting = [place]
        while waiting:
            scene = self.scenario.scenes.get(at := waiting.pop())
            if at in self.covered:
                continue
            self.covered.add(at)
            if scene is not None:
                waiting += [scene.skip, *(w.to for c in scene.choices for w in c.goto)]

    def _tell_choice(self, choice: Choice) -> None:
        path = ("scenes", choice.scene, "choices", choice.id)
        message = f"in the scene '{choice.scene}' the choice '{choice.id}' is never on offer"
        if choice.when is not None:
            message += f": {_never(choice.when)}"
        self.docket.add("P622", path, message, "change its 'when:', or take it out", on_key=True)
        for way in choice.goto:
            if way.to not in self.living.places:
                self._cover(way.to)

    # Ways, rules and bands

    def _tell_leads(self, choice: Choice) -> None:
        for n, lead in enumerate(choice.goto):
            if id(lead) in self.living.leads or lead.to not in self.living.places:
                continue
            path: Trail = ("scenes", choice.scene, "choices", choice.id, "goto", n)
            message = (
                f"in the scene '{choice.scene}' the choice '{choice.id}' never leads to"
                f" '{lead.to}' this way"
            )
            if lead.when is None:
                message += ": what stands before it is always taken"
                fix = "take it out, and the 'when:' of the way before it"
            else:
                message += f": by then {_never(lead.when)}"
                fix = "change its 'when:', or take it out"
            self.docket.add("P623", path, message, fix)

    def _tell_interrupts(self) -> None:
        for n, lead in enumerate(self.scenario.interrupts):
            if id(lead) not in self.living.leads and lead.to in self.living.places:
                message = f"nothing is ever interrupted by '{lead.to}' this way"
                path = ("interrupts", n)
                self.docket.add("P623", path, message, "change its 'when:', or take it out")

    def _tell_acts(self) -> None:
        for path, act in self.living.acts():
            if id(act) in self.living.acting:
                continue
            what = "limit" if isinstance(act, Limit) else "rule"
            named = (
                f"turn {path[-1]} of the move" if isinstance(act, Turn) else f"{what} '{path[1]}'"
            )
            message = f"the {named} never acts: {_never(act.when)}"
            self.docket.add("P626", path, message, "change its 'when:', or take it out")

    def _tell_bands(self) -> None:
        for name, gauge in self.scenario.gauges.items():
            for band in gauge.span.bands:
                if ("gauges", name) in self.living.own and (name, band) not in self.living.bands:
                    path = ("gauges", name, "bands", band)
                    message = f"{name} is never in its band '{band}'"
                    self.docket.add("P628", path, message, severity="note")

    # Texts

    def _tell_lines(self, prose: tuple[Line, ...], *path: str) -> None:
        for n, line in enumerate(prose):
            if (*path, n) not in self.living.lines:
                section, place, part = path
                what = {"scenes": "scene", "endings": "ending"}[section]
                message = f"in the {what} '{place}' this line of '{part}' is never shown"
                self._tell_line("P625", (*path, n), message, line)

    def _tell_cues(self) -> None:
        """A telling has to have a cue, so one that is never needed at all is worth a note only."""
        for telling in self.scenario.tellings.values():
            own = [it for it in cue_lines(self.scenario, telling) if it[0][1] == telling.id]
            dead = [it for it in own if it[0] not in self.living.lines]
            if dead and len(dead) == len(own):
                path = ("underneath", telling.id, "cue")
                message = f"the cue of '{telling.id}' is never needed: other notices tell of it"
                self.docket.add("P629", path, message, severity="note", on_key=True)
                continue
            for trail, line in dead:
                message = f"this line of the cue of '{telling.id}' is never shown"
                self._tell_line("P625", trail, message, line)

    def _tell_coaching(self, choice: Choice) -> None:
        for trail, line in coach_lines(choice, choice.coach) if choice.coach else ():
            if trail not in self.living.lines:
                message = (
                    f"in the scene '{choice.scene}', after '{choice.id}', this line of the"
                    f" coaching is never shown"
                )
                self._tell_line("P627", trail, message, line)

    def _tell_line(self, code: str, trail: Trail, message: str, line: Line) -> None:
        if line.when is not None:
            message += f": there {_never(line.when)}"
        self.docket.add(code, trail, message, "change its 'when:', or take it out")


def _never(condition: Condition | None) -> str:
    """That a condition never holds, in English."""
    if isinstance(condition, Not):
        return f"it is always so that {english(condition.of)}"
    return f"it is never so that {english(condition)}"
