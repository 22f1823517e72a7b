"""The story itself: pupil, tellings, scenes, choices, coaching and endings."""

from __future__ import annotations

from collections.abc import Mapping

from classroomsim.scenario.build_vocabulary import PRONOUNS
from classroomsim.scenario.resolve import Path, Resolver, as_tuple
from classroomsim.scenario.shape import (
    CastShape,
    ChoiceShape,
    CoachShape,
    ScenarioShape,
    SceneShape,
    TellingShape,
    Way,
)
from classroomsim.scenario.story import (
    SKIP,
    About,
    Another,
    Choice,
    Coaching,
    Ending,
    Gauge,
    Goto,
    Guess,
    Move,
    Pupil,
    Scene,
    Telling,
    Watch,
    WatchStep,
)

DESK_COLUMNS, DESK_ROWS = 6, 5


def build_pupil(cast: CastShape, resolver: Resolver) -> Pupil:
    column, row = cast.pupil.desk
    if not (1 <= column <= DESK_COLUMNS and 1 <= row <= DESK_ROWS):
        message = f"there is no desk at column {column}, row {row}"
        fix = f"columns run from 1 to {DESK_COLUMNS}, rows from 1 to {DESK_ROWS}"
        resolver.problem("E305", ("cast", "pupil", "desk"), message, fix)
    return Pupil(cast.pupil.name, PRONOUNS[cast.pupil.pronouns], (column, row))


class StoryBuilder:
    """Builds the parts that only a scenario has, noting problems in its resolver."""

    def __init__(
        self,
        shape: ScenarioShape,
        resolver: Resolver,
        moves: Mapping[str, Move],
        manners: Mapping[str, str],
        gauges: Mapping[str, Gauge],
    ) -> None:
        self.shape = shape
        self.resolver = resolver
        self.moves = moves
        self.manners = manners
        self.gauges = gauges
        self._places_to_go = {**shape.scenes, **shape.endings}
        for name in shape.scenes.keys() & shape.endings.keys():
            message = f"'{name}' is both a scene and an ending"
            resolver.problem("E105", ("endings", name), message, "rename one of them")
        if shape.start not in shape.scenes:
            resolver.unknown("E303", ("start",), "scene", shape.start, shape.scenes)

    def leads_somewhere(self, to: str, path: Path) -> None:
        """Note a problem unless `to` is a scene or an ending."""
        if to not in self._places_to_go:
            self.resolver.unknown("E303", path, "scene or ending", to, self._places_to_go)

    def about(self) -> About:
        about = self.shape.about
        return About(
            about.phase,
            about.setting,
            about.minutes,
            tuple(about.themes),
            about.content_note,
            about.known_at_nine,
            about.strength,
            about.family_says,
            about.safeguarding,
        )

    # Tellings

    def tellings(self) -> dict[str, Telling]:
        """Every telling by id: the single causes first, since a joined one is made of two."""
        built: dict[str, Telling] = {}
        shapes = self.shape.underneath
        for telling_id, shape in shapes.items():
            if shape.joins is None:
                built[telling_id] = self._single(telling_id, shape)
        for telling_id, shape in shapes.items():
            if shape.joins is not None and self._joinable(telling_id, shape.joins, built):
                built[telling_id] = self._joined(telling_id, shape, built)
        return {i: built[i] for i in shapes if i in built}

    def _joinable(self, telling_id: str, joins: list[str], built: Mapping[str, Telling]) -> bool:
        path: Path = ("underneath", telling_id, "joins")
        known = [
            self.resolver.exists("E308", (*path, n), "single cause", one, built)
            for n, one in enumerate(joins)
        ]
        return all(known)

    def _start(self, telling_id: str, shape: TellingShape) -> dict[str, int]:
        start = {}
        for gauge_id, value in shape.start.items():
            path: Path = ("underneath", telling_id, "start", gauge_id)
            if not self.resolver.exists("E302", path, "gauge", gauge_id, self.gauges):
                continue
            span = self.gauges[gauge_id].span
            if not span.low <= value <= span.high:
                message = f"{gauge_id} can't start at {value}"
                fix = f"use a number from {span.low} to {span.high}"
                self.resolver.problem("E305", path, message, fix)
            start[gauge_id] = value
        return start

    def _single(self, telling_id: str, shape: TellingShape) -> Telling:
        path: Path = ("underneath", telling_id)
        for key in ("need", "function", "style", "reveal"):
            if getattr(shape, key) is None:
                message = f"the telling '{telling_id}' has no '{key}'"
                self.resolver.problem("E101", path, message, f"add '{key}:'")
        return Telling(
            id=telling_id,
            causes=frozenset((telling_id,)),
            needs=frozenset(as_tuple(shape.need)),
            functions=frozenset(as_tuple(shape.function)),
            style=shape.style or "outward",
            strain=shape.strain or 0,
            strain_kinds=frozenset(as_tuple(shape.strain_kind)),
            start=self._start(telling_id, shape),
            cue=self.resolver.prose(shape.cue, (*path, "cue"), "text"),
            reveal=shape.reveal or "",
            unrevealed=shape.unrevealed,
            rises=shape.rises,
        )

    def _joined(
        self, telling_id: str, shape: TellingShape, built: Mapping[str, Telling]
    ) -> Telling:
        path: Path = ("underneath", telling_id)
        first, second = (built[one] for one in shape.joins or ())
        cue = self.resolver.prose(shape.cue, (*path, "cue"), "text")
        return Telling(
            id=telling_id,
            causes=first.causes | second.causes | {telling_id},
            needs=first.needs | second.needs,
            functions=first.functions | second.functions,
            style=shape.style or first.style,
            strain=max(first.strain, second.strain),
            strain_kinds=first.strain_kinds | second.strain_kinds,
            start=self._harder(first, second) | self._start(telling_id, shape),
            cue=cue or (*first.cue, *second.cue),
            reveal=shape.reveal or f"two things met: {first.reveal} And {second.reveal}",
            unrevealed=shape.unrevealed,
            rises=shape.rises,
        )

    def _harder(self, first: Telling, second: Telling) -> dict[str, int]:
        """Each gauge at the harder of the two starts: the one further from better."""
        start = {}
        for gauge_id in (*first.start, *second.start):
            gauge = self.gauges[gauge_id]
            values = [t.start.get(gauge_id, gauge.start) for t in (first, second)]
            start[gauge_id] = max(values) if gauge.better == "down" else min(values)
        return start

    # Scenes

    def scenes(self) -> dict[str, Scene]:
        return {scene_id: self._scene(scene_id, s) for scene_id, s in self.shape.scenes.items()}

    def _scene(self, scene_id: str, shape: SceneShape) -> Scene:
        path: Path = ("scenes", scene_id)
        prose = self.resolver.prose
        self.leads_somewhere(shape.skip, (*path, "skip"))
        return Scene(
            id=scene_id,
            name=shape.name,
            clock=shape.clock,
            text=prose(shape.text, (*path, "text"), "text"),
            notice=prose(shape.notice, (*path, "notice"), "text"),
            read=Guess(shape.read.ask, shape.read.options) if shape.read else None,
            discuss=prose(shape.discuss, (*path, "discuss"), "text"),
            notes=prose(shape.notes, (*path, "notes"), "text"),
            arrive=self.resolver.effects(shape.arrive, (*path, "arrive")),
            skip=shape.skip,
            choices=tuple(
                self._choice(scene_id, choice_id, choice, (*path, "choices", choice_id))
                for choice_id, choice in shape.choices.items()
            ),
            closing=shape.closing,
            no_way_back=shape.no_way_back or "",
            one_key=shape.one_key or "",
        )

    def _choice(self, scene: str, choice_id: str, shape: ChoiceShape, path: Path) -> Choice:
        if choice_id == SKIP or len(choice_id) == 1:
            message = f"'{choice_id}' is kept for the program and can't be a choice id"
            place = self.resolver.source.places.key(path)
            self.resolver.problem("E105", path, message, "use a word that names the act", place)
        for n, move in enumerate(shape.moves):
            self.resolver.exists("E306", (*path, "moves", n), "move", move, self.moves)
        for n, manner in enumerate(shape.manner):
            self.resolver.exists("E306", (*path, "manner", n), "manner", manner, self.manners)
        coach = self._coach(shape.coach, (*path, "coach")) if shape.coach else None
        return Choice(
            id=choice_id,
            scene=scene,
            say=shape.say,
            did=shape.did,
            when=self.resolver.when(shape.when, (*path, "when"), "choice"),
            once=shape.once,
            moves=tuple(shape.moves),
            manner=frozenset(shape.manner),
            costs=frozenset(shape.costs),
            why_reasonable=shape.why_reasonable,
            then=self.resolver.effects(shape.then, (*path, "then")),
            goto=self._goto(shape.goto, (*path, "goto")),
            coach=coach,
        )

    def _goto(self, written: str | list[Way], path: Path) -> tuple[Goto, ...]:
        if isinstance(written, str):
            self.leads_somewhere(written, path)
            return (Goto(written),)
        ways = []
        for n, way in enumerate(written):
            self.leads_somewhere(way.to, (*path, n, "to"))
            ways.append(Goto(way.to, self.resolver.when(way.when, (*path, n, "when"), "rule")))
            if way.when is None and n + 1 < len(written):
                message = "the ways after this one can't be reached: it has no 'when:'"
                self.resolver.problem("E304", (*path, n), message, "move it to the end")
        if written[-1].when is not None:
            message = "the last way has a 'when:', so there may be nowhere to go"
            self.resolver.problem("E304", path, message, "add a last '- {to: ...}' without 'when:'")
        return tuple(ways)

    def _coach(self, shape: CoachShape, path: Path) -> Coaching:
        move = shape.another.move
        self.resolver.exists("E306", (*path, "another", "move"), "move", move, self.moves)
        for gauge in shape.moved:
            self.resolver.exists("E302", (*path, "moved", gauge), "gauge", gauge, self.gauges)

        prose = self.resolver.prose
        return Coaching(
            noticed=prose(shape.noticed, (*path, "noticed"), "coach"),
            might=prose(shape.might, (*path, "might"), "coach"),
            followed=prose(shape.followed, (*path, "followed"), "coach"),
            another=Another(
                move,
                prose(shape.another.say, (*path, "another", "say"), "coach"),
                prose(shape.another.cost, (*path, "another", "cost"), "coach"),
            ),
            tuesday=prose(shape.tuesday, (*path, "tuesday"), "coach"),
            question=prose(shape.question, (*path, "question"), "coach"),
            school=prose(shape.school, (*path, "school"), "coach"),
            moved=tuple(shape.moved.items()),
        )

    # Endings

    def endings(self) -> dict[str, Ending]:
        prose = self.resolver.prose
        built = {}
        for ending_id, shape in self.shape.endings.items():
            path: Path = ("endings", ending_id)
            built[ending_id] = Ending(
                id=ending_id,
                leaves=shape.leaves,
                clock=shape.clock or "",
                text=prose(shape.text, (*path, "text"), "text"),
                later=prose(shape.later, (*path, "later"), "text"),
            )
        return built

    def watch(self) -> Watch | None:
        """A colleague's telling, where the author wrote one."""
        shape = self.shape.watch
        if shape is None:
            return None
        known = {choice for scene in self.shape.scenes.values() for choice in scene.choices}
        for n, step in enumerate(shape.steps):
            if step.choose not in known:
                path: Path = ("watch", "steps", n, "choose")
                self.resolver.unknown("E309", path, "choice", step.choose, sorted(known))
        tellings = self.shape.underneath
        self.resolver.exists("E308", ("watch", "under"), "telling", shape.under, tellings)
        steps = tuple(WatchStep(step.choose, step.thinking) for step in shape.steps)
        return Watch(shape.under, shape.who, steps, shape.after)
