"""What the wall asks the facilitator: which way, which step, who may see the notes, how it ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from classroomsim.room.addresses import addresses, is_loopback
from classroomsim.room.session import Action, Session
from classroomsim.room.steps import CALLED, Step
from classroomsim.room.wall import Wall
from classroomsim.ui.ask import Answer, AskDialog
from classroomsim.ui.host.joining import BigQr
from classroomsim.ui.tell import TellDialog
from classroomsim.ui.text import prose

if TYPE_CHECKING:
    from classroomsim.ui.host.app import HostApp

NO_WAY_STANDS_OUT = "No way stands out from numbers. Which one is followed is your call."
MIRRORED = "If this screen is on the projector, everybody will see it."
CAUSE = "The same beat, with another cause underneath. Which one is told when you look back."
HTTP = "It is plain HTTP: on shared Wi-Fi others could see that a phone talks to this computer."
ISOLATED = (
    "If no phone gets there, the Wi-Fi keeps devices apart, as many schools' does. Use hands and"
    " cards, or let phones join a hotspot of your own phone, with this computer on it as well."
)
KEYS = (
    "Enter: the next step. It is named at the foot of the wall.",
    "b: step back; as often as you like.",
    "o: follow another way than the room's; afterwards, show the road not taken.",
    "h: count hands while eyes are shut. One key a choice.",
    "g: go to any step of this beat: skip one, or do one again.",
    "u: the same beat with another cause underneath.",
    "f: notes and prompts.   k: the remote for your phone.",
    "p: let phones in, and at which address.   j: the QR, larger.",
    "e: wrap up in five.   Esc: blank the wall.   t: dark, light, high contrast.",
    "q: end.",
)


class Asking:
    """Asks, over the wall, and does what is answered."""

    def __init__(self, host: HostApp) -> None:
        self._host = host

    @property
    def _session(self) -> Session:
        return self._host.room.session

    @property
    def _wall(self) -> Wall:
        return self._host.room.wall()

    # ------------------------------------------------------------------------------ the session

    def which_way(self) -> None:
        """Which way the room goes."""
        text = NO_WAY_STANDS_OUT if self._host.room.suggested() is None else ""
        self._ask("Which way shall we follow?", text, self._ways(), self._follow)

    def _follow(self, choice: str) -> None:
        self._do(Action("follow", choice))

    def which_road(self) -> None:
        """Which road not taken is shown."""
        taken = self._session.play.choices[self._session.beat]
        roads = [way for way in self._ways() if way.value != taken]
        self._ask("The road not taken", "Nothing changes by looking.", roads, self._show_road)

    def _show_road(self, choice: str) -> None:
        self._do(Action("road", choice))

    def _ways(self) -> list[Answer]:
        return [
            Answer(choice.id, f"{letter}  {choice.say}")
            for letter, choice in zip("ABCDEFGH", self._session.offers, strict=False)
        ]

    def which_step(self) -> None:
        """Which step of this beat comes now."""
        steps = [step for step in self._session.form.in_a_beat if step is not Step.FOLLOW]
        answers = [Answer(str(step), CALLED[step]) for step in steps]
        chosen = steps.index(self._session.step) if self._session.step in steps else 0
        text = "A vote that is done again begins anew."
        answers.append(Answer("", "the beat before"))
        self._ask("Go to which step?", text, answers, self._go, chosen)

    def _go(self, step: str) -> None:
        self._do(Action("go", step) if step else Action("back"))

    def another_cause(self) -> None:
        """Whether this beat is played with another cause."""
        answers = [Answer("yes", "Play this beat again"), Answer("no", "Go on as it is")]
        self._ask("Another cause?", CAUSE, answers, self._under)

    def _under(self, answer: str) -> None:
        if answer == "yes":
            self._do(Action("under", self._next_cause()))

    def _next_cause(self) -> str:
        """The next telling after the present one; single causes before joined ones."""
        tellings = self._session.machine.scenario.tellings.values()
        order = [t.id for t in sorted(tellings, key=lambda told: bool(told.joined))]
        at = order.index(self._session.play.world.telling.id)
        return order[(at + 1) % len(order)]

    # ------------------------------------------------------------------------- beside the session

    def notes(self) -> None:
        """The notes and prompts of this beat, after a warning."""
        wall = self._wall
        said = [*wall.notes, *wall.discuss] or ["There are no notes for this step."]
        answers = [Answer("show", "Show the notes here"), Answer("no", "Not now")]

        def show(answer: str) -> None:
            if answer == "show":
                self._host.show_over(TellDialog("Notes", said))

        self._ask("Notes", MIRRORED, answers, show)

    def remote(self) -> None:
        """The QR of the remote, after a warning."""
        door = self._host.door
        if door is None or is_loopback(door.address):
            says = ("First let phones in, with p.",)
            self._host.show_over(TellDialog("The remote", says))
            return
        answers = [Answer("show", "Show its QR here"), Answer("no", "Not now")]

        def show(answer: str) -> None:
            if answer == "show":
                says = prose("For the facilitator's phone: notes, prompts, pace and the keys.")
                self._host.show_over(BigQr(door.remote_url, says))

        text = f"Whoever scans it can run the session. {MIRRORED}"
        self._ask("The remote, for your phone", text, answers, show)

    def phones(self) -> None:
        """At which of this computer's addresses phones are let in."""
        door = self._host.door
        if door is None:
            return
        known = addresses()
        says = {a: "This computer only: no phones" if is_loopback(a) else a for a in known}
        chosen = known.index(door.address) if door.address in known else 0
        answers = [Answer(address, text) for address, text in says.items()]
        self._ask("Where can phones reach this computer?", HTTP, answers, self._move, chosen)

    def _move(self, address: str) -> None:
        self._host.run_worker(self._open(address))

    async def _open(self, address: str) -> None:
        await self._host.move_door(address)
        door = self._host.door
        if door is not None and not is_loopback(door.address):
            check = (
                f"Try it with one phone first: open {door.typed}/check. It says when it is there."
            )
            self._host.show_over(TellDialog("Phones", (check, ISOLATED)))

    def keys(self) -> None:
        """What every key does."""
        self._host.show_over(TellDialog("Keys", KEYS))

    # ------------------------------------------------------------------------------------ the end

    def end(self) -> None:
        """How the session ends: nothing is kept unless that is asked for."""
        answers = [
            Answer("stay", "Stay here"),
            Answer("end", "End it, and keep nothing"),
            Answer("copy", "Save a hand-out of what the room saw, then end it"),
            Answer("later", "Leave it as it is, to go on with later"),
        ]
        text = "A hand-out holds the story, both votes in words and what followed. No names."
        self._ask("End the session?", text, answers, self._ended)

    def _ended(self, answer: str) -> None:
        match answer:
            case "end":
                self._host.after = self._host.room.end
                self._host.exit(0)
            case "copy":
                self._host.run_worker(self._save_and_end())
            case "later":
                self._host.exit(0)
            case _:
                pass

    async def _save_and_end(self) -> None:
        from classroomsim.ui.host.handing_out import save_hand_out

        if await save_hand_out(self._host):
            self._host.after = self._host.room.end
            self._host.exit(0)

    # -------------------------------------------------------------------------------------- inside

    def _ask(
        self,
        title: str,
        text: str,
        answers: list[Answer],
        then: Callable[[str], None],
        chosen: int = 0,
    ) -> None:
        def answered(value: str | None) -> None:
            if value is not None:
                then(value)

        self._host.show_over(AskDialog(title, (text,) if text else (), answers, chosen), answered)

    def _do(self, action: Action) -> None:
        self._host.run_worker(self._host.do(action))
