"""A room as it is in a hall: the wall in a real terminal, phones and remote in a real browser."""

import re
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Self

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from classroomsim.pages.prose import typographic
from classroomsim.room.addresses import addresses
from classroomsim.room.phones import WRONG_CODE
from classroomsim.room.shares import MOST_HAVE
from classroomsim.ui.host.qr import drawn, squares
from classroomsim.ui.host.wall import BOTH_IN
from tests.e2e.terminal import PATIENCE, Terminal, app
from tests.e2e.test_pages_in_browser import CHROMIUM
from tests.unit.room.served import free_port

Scheme = Literal["light", "dark"]
OpenTerminal = Callable[..., Terminal]
Tally = dict[int, dict[str, int]]

PHONE: ViewportSize = {"width": 390, "height": 844}
WRONG = "ZZZZZZ"
CLOSED = "This vote has closed."
NO_ANSWER = re.compile(r"net::ERR_|status of 4\d\d")
"""What a browser itself notes of an answer that said no or never came; `refused` has those."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser of this machine."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM)
        yield opened
        opened.close()


@dataclass
class Phone:
    """A phone's browser, and what went on in it beside what it shows.

    Attributes:
        page: its one page.
        asked_for: every address that it asked for.
        refused: what was answered with no: the status and the path.
        errors: what its console says went wrong.
    """

    page: Page
    asked_for: list[str] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, window: BrowserContext) -> Self:
        """A page that is listened to from the beginning."""
        page = window.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        phone = cls(page)
        page.on("request", lambda asked: phone.asked_for.append(asked.url))
        page.on("response", lambda answer: phone._answered(answer.status, answer.url))
        page.on("pageerror", lambda error: phone.errors.append(str(error)))
        page.on("console", lambda said: phone._said(said.type, said.text))
        return phone

    def _answered(self, status: int, url: str) -> None:
        if status >= 400:
            self.refused.append((status, "/" + url.split("/", 3)[3]))

    def _said(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and not NO_ANSWER.search(text):
            self.errors.append(text)

    @property
    def told(self) -> str:
        """All words on the page, those that are folded away too."""
        return self.page.locator("body").text_content() or ""

    def join_by_code(self, base: str, code: str) -> None:
        """Types the code on the wall, and is in."""
        self.page.goto(base)
        self.type_code(code)
        self.sees("welcome")

    def type_code(self, code: str) -> None:
        """Types a code, right or wrong."""
        self.page.get_by_label("The code on the wall").fill(code)
        self.page.get_by_role("button", name="Join the room").click()

    def sees(self, step: str) -> None:
        """Waits until the page shows this step."""
        expect(self.page.locator(".now")).to_have_attribute("data-step", step)

    def join_by_picture(self, room: "Room") -> None:
        """Opens what the QR on the wall holds, and is in."""
        self.page.goto(room.picture)
        self.page.get_by_role("button", name="Join the room").click()
        self.sees("welcome")

    def looks_again(self, step: str) -> None:
        """Without script the page is asked for again; then it shows this step."""
        self.page.get_by_role("link", name="Look again").click()
        self.sees(step)

    def hears_nothing(self) -> None:
        """From now on nothing new arrives by itself, until a vote has been sent."""
        before = self.asked_for.count(f"{self.page.url.removesuffix('/room')}/vote")
        self.page.route("**/live", lambda asked: asked.abort())
        self.page.route(
            "**/part",
            lambda asked: (
                asked.continue_()
                if self.asked_for.count(asked.request.url.replace("/part", "/vote")) > before
                else asked.abort()
            ),
        )
        self.page.reload()

    def can_be_read(self) -> None:
        """Whoever reads it, and at whatever size of text."""
        results = Axe().run(self.page)
        assert not results.response["violations"], results.generate_report()
        assert any(it["id"] == "color-contrast" for it in results.response["passes"])
        for size in ("200%", "100%"):
            self.page.evaluate("size => document.documentElement.style.fontSize = size", size)
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= PHONE["width"], size

    def votes(self, letter: str) -> None:
        """Votes, and waits until the page says that the vote is in."""
        self.way(letter).click()
        self.has_voted(letter)

    def way(self, letter: str) -> Any:  # noqa: ANN401 - playwright's Locator
        """The button for one way."""
        return self.page.locator(".vote button").filter(
            has=self.page.locator(".letter", has_text=letter)
        )

    def has_voted(self, letter: str) -> None:
        """Waits until this vote is marked as one's own, and no other is."""
        expect(self.way(letter)).to_have_attribute("aria-pressed", "true")
        expect(self.page.locator(".vote button[aria-pressed=true]")).to_have_count(1)

    def share(self, letter: str) -> str:
        """What is said of both votes under one way."""
        way = self.page.locator(".ways li").filter(
            has=self.page.locator(".letter", has_text=letter)
        )
        return " / ".join(way.locator(".share").all_inner_texts())


class Remote(Phone):
    """The facilitator's phone."""

    def onward(self, to: str) -> None:
        """Does the next step, which is this one."""
        self.page.locator("button.go").click()
        self.sees(to)

    def on_to(self, *steps: str) -> None:
        """Does one step after another."""
        for step in steps:
            self.onward(step)

    def follows(self, letter: str) -> None:
        """Follows one way, whatever the numbers say."""
        button = self.page.locator("h2 ~ form button")
        button.filter(has=self.page.locator(".letter", has_text=letter)).click()
        self.sees("follow")

    def notes(self) -> list[str]:
        """What only the facilitator is told."""
        found = self.page.locator(".notes").all_inner_texts()
        assert found
        return found


class Room:
    """A hosted session: the wall, its file, and the phones that were opened for it."""

    def __init__(self, browser: Browser, open_terminal: OpenTerminal, home: Path) -> None:
        self._browser = browser
        self._open_terminal = open_terminal
        self._home = home
        self._windows = ExitStack()
        self.phones: list[Phone] = []
        self.address, self.port = addresses()[0], free_port()
        self.base = f"http://{self.address}:{self.port}"
        at = ["--bind", self.address, "--port", str(self.port)]
        self.wall = self._host("tuesday_210", "--underneath", "lunch_row", *at)
        shown = self.wall.wait_for(lambda screen: re.search(r"code +[A-Z]{6}\b", screen))
        self.code = re.findall(r"code +([A-Z]{6})\b", shown)[0]
        self.key, self._remote_token = self._rows("SELECT key, remote FROM session")[0]

    def _host(self, *arguments: str) -> Terminal:
        env = {"CLASSROOMSIM_HOME": str(self._home)}
        return self._open_terminal(app("host", *arguments), columns=120, lines=40, env=env)

    @property
    def picture(self) -> str:
        """The address in the QR, which the wall shows."""
        address = f"HTTP://{self.address}:{self.port}/{self.key}"
        rows = drawn(squares(address))
        self.wall.wait_for(lambda screen: all(row.strip() in screen for row in rows))
        return address

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        file = f"{(self._home / 'room.db').as_uri()}?mode=ro"
        with closing(sqlite3.connect(file, uri=True)) as sql:
            return sql.execute(query).fetchall()

    def resume(self) -> None:
        """The host once more, after it was cut off."""
        self.wall = self._host("--resume")

    def tally(self) -> Tally:
        """What is on the disk: how many rows each way has, by the number of the vote."""
        found: Tally = {}
        for number, choice, count in self._rows(
            "SELECT round, choice, COUNT(*) FROM votes GROUP BY round, choice"
        ):
            found.setdefault(number, {})[choice] = count
        return found

    def _window(self, **how: Any) -> BrowserContext:  # noqa: ANN401 - the browser's own settings
        window = self._browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, **how)
        self._windows.callback(window.close)
        return window

    def phone(self, *, script: bool = True) -> Phone:
        """Somebody's phone, with a browser that has never been here."""
        phone = Phone.of(self._window(java_script_enabled=script))
        self.phones.append(phone)
        return phone

    def remote(self) -> Remote:
        """The facilitator's phone, after the second QR was scanned."""
        remote = Remote.of(self._window())
        self.phones.append(remote)
        remote.page.goto(f"{self.base}/remote/{self._remote_token}")
        remote.sees("welcome")
        return remote

    def colleagues(self, number: int) -> list["Colleague"]:
        """More people in the room, by the documented API alone."""
        window = self._window(extra_http_headers={"Origin": self.base})
        return [Colleague(self, window) for _ in range(number)]

    def close(self) -> None:
        """Closes the browser's windows; the terminals are the fixture's."""
        self._windows.close()


class Colleague:
    """One more device that votes, without a page."""

    def __init__(self, room: Room, window: BrowserContext) -> None:
        self._base, self._ask = room.base, window.request
        window.clear_cookies()
        joined = self._ask.post(f"{self._base}/join", data={"code": room.code})
        assert joined.ok
        self._seat = {"Cookie": joined.headers["set-cookie"].partition(";")[0]}
        window.clear_cookies()

    def votes(self, letter: str) -> None:
        """Votes, and has the vote acknowledged."""
        state = self._ask.get(f"{self._base}/state", headers=self._seat).json()
        way = next(one["id"] for one in state["choices"] if one["letter"] == letter)
        sent = {"round": state["vote"], "choice": way}
        answer = self._ask.post(f"{self._base}/vote", headers=self._seat, data=sent)
        assert answer.ok, answer.text()


@pytest.fixture
def room(browser: Browser, open_terminal: OpenTerminal, tmp_path: Path) -> Iterator[Room]:
    """A session that has just been begun."""
    opened = Room(browser, open_terminal, tmp_path)
    yield opened
    opened.close()


def count_hands(wall: Terminal, keys: str) -> None:
    """Counts hands on the laptop, one key a way; then the wall is back."""
    back = wall.text().splitlines()[2]
    wall.send("h")
    wall.wait_for("Hands up for A")
    for key, following in zip(keys, [*"BCDEFGH"[: len(keys) - 1], ""], strict=True):
        wall.press(key, f"Hands up for {following}" if following else back.strip())


def nothing_else_went_on(room: Room) -> None:
    """Nothing was asked of anybody else, and no console has anything to complain of."""
    for phone in room.phones:
        assert phone.asked_for
        assert {url.split("/")[2] for url in phone.asked_for} == {f"{room.address}:{room.port}"}
        assert phone.errors == []


def nothing_is_told_yet(room: Room, remote: Remote, step: str, *phones: Phone) -> None:
    """Neither the wall nor a phone says anything of a vote, and no phone has the notes."""
    assert not re.search(r"first:|second:|few or none", room.wall.text())
    for phone in phones:
        phone.sees(step)
        assert phone.page.locator(".share").count() == 0
        state = phone.page.context.request.get(f"{room.base}/state").json()
        assert state["first"] is state["second"] is None
    keeps_the_notes(remote, *phones)


def bars(screen: str) -> list[tuple[str, str]]:
    """The bars on the wall, from A on: which vote, and its words."""
    return re.findall(r"(first|second) +[\u2592\u2588]+ (.*?) +\u2502", screen)


def keeps_the_notes(remote: Remote, *phones: Phone) -> None:
    """The facilitator's notes are on the remote, and on no phone."""
    for note in remote.notes():
        assert all(note not in phone.told for phone in phones)


def in_the_room(room: Room) -> tuple[Remote, Phone, Phone, Phone]:
    """The remote and three phones that have joined, each in another way; the last has no script."""
    remote = room.remote()
    ada, bea, cal = room.phone(), room.phone(), room.phone(script=False)
    ada.join_by_code(room.base, room.code.lower())
    bea.join_by_picture(room)
    cal.join_by_code(room.base, room.code)
    return remote, ada, bea, cal


def test_a_vote_can_be_changed_until_it_is_closed_and_not_after(room: Room) -> None:
    remote = room.remote()
    ada, bea, cal = room.phone(), room.phone(), room.phone(script=False)
    ada.page.goto(room.base)
    ada.type_code(WRONG)
    expect(ada.page.get_by_role("heading")).to_have_text(typographic(WRONG_CODE))
    ada.page.get_by_role("link", name="To the room").click()
    ada.type_code(room.code.lower())
    ada.sees("welcome")
    bea.join_by_picture(room)
    cal.join_by_code(room.base, room.code)

    remote.on_to("read", "notice", "vote")
    cal.looks_again("vote")
    ada.votes("A")
    bea.votes("B")
    bea.votes("A")
    cal.votes("B")
    bea.page.reload()
    bea.has_voted("A")
    room.wall.wait_for(MOST_HAVE)
    nothing_is_told_yet(room, remote, "vote", ada, bea, cal)
    ada.hears_nothing()
    ada.has_voted("A")

    remote.onward("talk")
    room.wall.wait_for("Next: vote again")
    ada.way("C").click()
    ada.sees("talk")
    expect(ada.page.get_by_role("alert")).to_have_text(CLOSED)
    cal.way("C").click()
    expect(cal.page.get_by_role("heading")).to_have_text(CLOSED)
    cal.page.get_by_role("link", name="To the room").click()
    nothing_is_told_yet(room, remote, "talk", ada, bea, cal)

    assert sorted(room.tally()[1].values()) == [1, 2]
    assert ada.refused == [(403, "/join"), (409, "/vote")]
    assert cal.refused == [(409, "/vote")]
    assert bea.refused == remote.refused == []
    nothing_else_went_on(room)


def test_both_votes_of_phones_and_hands_are_shown_once_the_second_is_closed(room: Room) -> None:
    remote, ada, bea, cal = in_the_room(room)
    voters: list[Phone | Colleague] = [ada, bea, cal, *room.colleagues(4)]
    remote.on_to("read", "notice", "vote")
    cal.looks_again("vote")
    for voter, letter in zip(voters, "AABAAAB", strict=True):
        voter.votes(letter)
    remote.on_to("talk", "vote_again")
    cal.looks_again("vote_again")
    for voter, letter in zip(voters, "BBBABBB", strict=True):
        voter.votes(letter)
    count_hands(room.wall, "2314")
    nothing_is_told_yet(room, remote, "vote_again", ada, bea, cal)

    room.wall.press("Enter", BOTH_IN)
    remote.sees("reveal")
    cal.looks_again("reveal")
    for phone in (ada, bea, cal):
        phone.sees("reveal")
        assert phone.share("A") == "first: most / second: few or none; hands: some"
        assert phone.share("B") == "first: few or none / second: most; hands: many"
        assert phone.share("D") == "first: few or none / second: few or none; hands: most"
    assert bars(room.wall.wait_for(lambda screen: len(bars(screen)) == 8)) == [
        ("first", "most"),
        ("second", "few or none; hands: some"),
        ("first", "few or none"),
        ("second", "most; hands: many"),
        ("first", "few or none"),
        ("second", "few or none; hands: few or none"),
        ("first", "few or none"),
        ("second", "few or none; hands: most"),
    ]
    keeps_the_notes(remote, ada, bea, cal)

    remote.follows("B")
    room.wall.wait_for("Next: read it aloud")
    cal.looks_again("follow")
    for phone in (ada, bea, cal):
        phone.sees("follow")
        expect(phone.page.get_by_text("Question four")).to_be_visible()
    keeps_the_notes(remote, ada, bea, cal)
    assert sorted(room.tally()[2].values()) == [1, 6]
    assert [phone.refused for phone in room.phones] == [[], [], [], []]
    nothing_else_went_on(room)


def test_a_kill_in_the_second_vote_loses_no_vote_and_no_seat(room: Room) -> None:
    remote, ada, bea, cal = in_the_room(room)
    remote.on_to("read", "notice", "vote")
    count_hands(room.wall, "4211")
    cal.looks_again("vote")
    for phone in (ada, bea, cal):
        phone.votes("A")
    remote.on_to("talk", "vote_again")
    cal.looks_again("vote_again")
    for phone, letter in ((ada, "C"), (bea, "B"), (cal, "B")):
        phone.sees("vote_again")
        phone.votes(letter)

    room.wall.kill(signal.SIGKILL)
    room.wall.wait_for_end()
    ada.way("D").click()
    expect(ada.page.get_by_role("alert")).to_have_text("Not sent yet. Trying again.")
    with bea.page.expect_response(lambda answer: answer.url.endswith("/live") and answer.ok):
        room.resume()
    room.wall.wait_for("Next: close the vote, and show both")

    ada.has_voted("D")
    bea.page.reload()
    bea.has_voted("B")
    cal.page.reload()
    cal.has_voted("B")
    first, second = (room.tally()[number] for number in (1, 2))
    assert list(first.values()) == [3]
    assert sorted(second.values()) == [1, 2]

    count_hands(room.wall, "1432")
    remote.onward("reveal")
    cal.looks_again("reveal")
    for phone in (ada, bea, cal):
        phone.sees("reveal")
        assert phone.share("A") == "first: hands: most / second: hands: few or none"
        assert phone.share("B") == "first: hands: some / second: hands: most"
    room.wall.wait_for(BOTH_IN)
    assert [phone.refused for phone in room.phones] == [[], [], [], []]
    nothing_else_went_on(room)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_can_be_read_by_everyone(room: Room, scheme: Scheme) -> None:
    """axe-core finds nothing, and nothing has to be scrolled sideways, also at twice the size."""
    remote, ada, door = room.remote(), room.phone(), room.phone()
    for phone in (remote, ada, door):
        phone.page.emulate_media(color_scheme=scheme)
    door.page.goto(room.base)
    door.can_be_read()
    door.page.goto(room.picture)
    door.can_be_read()
    ada.join_by_code(room.base, room.code)
    ada.can_be_read()
    remote.can_be_read()
    for step in ("read", "notice", "vote", "talk", "vote_again", "reveal"):
        remote.onward(step)
        remote.can_be_read()
        ada.sees(step)
        if step in {"vote", "vote_again"}:
            ada.votes("C")
        ada.can_be_read()
    remote.follows("A")
    remote.can_be_read()
    ada.sees("follow")
    ada.can_be_read()
    nothing_else_went_on(room)
