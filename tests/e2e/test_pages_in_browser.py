"""Saved copies in a real browser: nothing runs or is fetched, and it reads and prints well."""

import io
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from pypdf import PdfReader

from classroomsim.diary.sitting import Sitting
from classroomsim.diary.store import Diary, diary_path
from classroomsim.engine.play import Play
from classroomsim.pages.debrief_page import comparison_document, debrief_document, pocket_card
from classroomsim.pages.diary_page import Kept, PlanKept, diary_document
from classroomsim.pages.document import Document
from classroomsim.pages.html import to_html
from classroomsim.scenario.read import read_scenario
from tests.unit.pages.plays import HOSTILE, flagship, hostile, hostile_file, small

NAMES = ("chromium", "google-chrome", "chromium-browser")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
LINE = "If a pupil pushes work away, then I will turn the class to a task before I speak to them."
NOTES = [(0, "Breathe first.\nThen speak."), (1, "Ask Mrs Okafor earlier.")]
A4 = (595, 842)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser of this machine."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM)
        yield opened
        opened.close()


@dataclass
class Opened:
    """A page in the browser, and what it asked for beside itself."""

    page: Page
    asked_for: list[str] = field(default_factory=list)


@contextmanager
def opened(browser: Browser, path: Path, **context: Any) -> Iterator[Opened]:  # noqa: ANN401
    """The file in a window of its own, with scripts allowed as in anybody's browser."""
    window = browser.new_context(**context)
    page = window.new_page()
    found = Opened(page)
    page.on("request", lambda request: found.asked_for.append(request.url))
    page.on("dialog", lambda dialog: found.asked_for.append(f"a dialog: {dialog.message}"))
    page.goto(path.as_uri())
    try:
        yield found
    finally:
        window.close()


def played(*choices: str) -> Play:
    """A play of the flagship that is on its way, or at its end."""
    play = flagship("cannot_write", *choices)
    while play.offers:
        play = play.choose(play.offers[0].id)
    return play


def pages() -> dict[str, Document]:
    """One page of each kind, as a player would have it."""
    one, other = played(), played("turn_class")
    kept = Kept("Tuesday, 2.10", date(2026, 11, 24), one, {0: ()}, NOTES, [PlanKept(LINE)])
    return {
        "debrief": debrief_document(one, 1, guesses={1: ()}, notes=NOTES, plan=LINE),
        "comparison": comparison_document(one, other),
        "diary": diary_document([kept, Kept("A second", date(2026, 11, 25), small())]),
        "card": pocket_card(LINE, one, 0, date(2026, 12, 1)),
    }


def hostile_pages() -> dict[str, Document]:
    """One page of each kind, of a hostile author's play and a hostile player's words."""
    play, words = hostile(), "\n".join(HOSTILE)
    notes = [(n % 4, text) for n, text in enumerate(HOSTILE)]
    plans = [PlanKept(text, text, date(2026, 12, 1), text) for text in HOSTILE]
    kept = Kept(HOSTILE[0], date(2026, 11, 24), play, {0: ("help_me",)}, notes, plans)
    return {
        "debrief": debrief_document(play, 1, guesses={1: ()}, notes=notes, plan=words),
        "comparison": comparison_document(play, play.upto(1), names=(HOSTILE[0], HOSTILE[1])),
        "diary": diary_document([kept, Kept(HOSTILE[2], date(2026, 1, 1), None, notes=notes)]),
        "card": pocket_card(words, play, 0),
    }


def saved(folder: Path, document: Document) -> Path:
    path = folder / "copy.html"
    path.write_text(to_html(document), encoding="utf-8", newline="\n")
    return path


ACTIVE = "script, img, iframe, object, embed, link, a, base, form, input, video, audio, use, image"


def nothing_acts(found: Opened, path: Path) -> None:
    assert found.asked_for == [path.as_uri()]
    assert found.page.title() != "owned"
    assert found.page.locator(ACTIVE).count() == 0
    assert found.page.locator("style").count() == 1
    assert found.page.locator("meta").count() == 5
    assert found.page.url == path.as_uri()


@pytest.mark.parametrize("kind", ["debrief", "comparison", "diary", "card"])
@pytest.mark.parametrize("policy", ["as it is", "without its policy"])
def test_hostile_words_run_nothing_and_fetch_nothing(
    browser: Browser, tmp_path: Path, kind: str, policy: str
) -> None:
    """Also where the browser does not heed the page's policy: the words are only text."""
    path = saved(tmp_path, hostile_pages()[kind])
    with opened(browser, path, bypass_csp=policy != "as it is") as found:
        nothing_acts(found, path)
        told = found.page.inner_text("body")
        if kind != "comparison":
            assert all(text in told for text in HOSTILE)


@pytest.mark.parametrize("command", ["copy", "compare", "card", "diary"])
def test_hostile_words_run_nothing_in_what_the_commands_write(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    from click.testing import CliRunner

    from classroomsim.cli import cli

    monkeypatch.setenv("CLASSROOMSIM_HOME", str(tmp_path / "home"))
    diary = Diary.open(diary_path())
    try:
        reading = read_scenario(hostile_file(tmp_path))
        for last in ("wash", "wait"):
            sitting = Sitting.begin(reading, "tired", diary, choices=("cloth", "go_on", last))
            for text in HOSTILE:
                sitting.note(text)
            sitting.plan(1, HOSTILE[0])
    finally:
        diary.close()
    path = tmp_path / "copy.html"
    arguments = {
        "copy": ["copy", "1", str(path)],
        "compare": ["copy", "1", str(path), "--with", "2"],
        "card": ["card", "1", str(path)],
        "diary": ["diary", "export", str(path)],
    }[command]
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0, done.output
    with opened(browser, path, bypass_csp=True) as found:
        nothing_acts(found, path)


def test_the_policy_stops_a_script_that_somebody_else_put_in(
    browser: Browser, tmp_path: Path
) -> None:
    path = saved(tmp_path, pages()["card"])
    script = "<script>document.title = 'owned'</script><img src='https://evil.example/x.png'>"
    path.write_text(
        path.read_text(encoding="utf-8").replace("</body>", f"{script}</body>"), encoding="utf-8"
    )
    with opened(browser, path) as found:
        assert found.page.title() == "A card for your pocket"
        refused = found.page.evaluate("document.querySelector('img').naturalWidth")
        assert refused == 0


# ------------------------------------------------------------------------------ reading it


@pytest.mark.parametrize("kind", ["debrief", "comparison", "diary", "card"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_can_be_read_by_everyone(
    browser: Browser, tmp_path: Path, kind: str, scheme: str
) -> None:
    """axe-core finds nothing: contrast, names of pictures, order of headings, lists, language."""
    path = saved(tmp_path, pages()[kind])
    with opened(browser, path, color_scheme=scheme, bypass_csp=True) as found:
        results = Axe().run(found.page)
        assert not results.response["violations"], results.generate_report()
        contrast = [it for it in results.response["passes"] if it["id"] == "color-contrast"]
        assert contrast


def test_a_screen_reader_hears_the_moments_as_a_list_with_pictures_that_have_names(
    browser: Browser, tmp_path: Path
) -> None:
    path = saved(tmp_path, pages()["debrief"])
    with opened(browser, path) as found:
        heard = found.page.locator("main").aria_snapshot()
    assert heard.index("heading") < heard.index("list:") < heard.index("listitem:")
    assert 'heading "Looking back: Tuesday, 2.10" [level=1]' in heard
    assert 'img "The thirty desks at 14:10"' in heard
    assert 'heading "What the school could provide" [level=3]' in heard


def test_a_screen_reader_hears_a_card_once(browser: Browser, tmp_path: Path) -> None:
    path = saved(tmp_path, pages()["card"])
    with opened(browser, path) as found:
        assert found.page.locator("main").aria_snapshot().count(LINE) == 1


@pytest.mark.parametrize("kind", ["debrief", "comparison", "diary", "card"])
def test_no_width_and_no_size_of_text_needs_scrolling_sideways(
    browser: Browser, tmp_path: Path, kind: str
) -> None:
    for document in (pages()[kind], hostile_pages()[kind]):
        with opened(browser, saved(tmp_path, document)) as found:
            for width, size in ((320, "100%"), (640, "200%"), (1280, "100%"), (1280, "200%")):
                found.page.set_viewport_size({"width": width, "height": 700})
                found.page.evaluate("size => document.documentElement.style.fontSize = size", size)
                assert found.page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_part_of_the_coaching_is_as_large_as_the_others(
    browser: Browser, tmp_path: Path
) -> None:
    path = saved(tmp_path, pages()["debrief"])
    with opened(browser, path) as found:
        sizes = found.page.eval_on_selector_all(
            ".parts section > p:not(.quiet), .parts blockquote p",
            "all => all.map(it => getComputedStyle(it).fontSize)",
        )
        headings = found.page.locator(".parts h3").all_inner_texts()
    assert len(set(sizes)) == 1
    assert len(headings) == 7
    assert headings[-1] == "What the school could provide"


# ------------------------------------------------------------------------------ printing it


def printed(found: Opened) -> PdfReader:
    return PdfReader(io.BytesIO(found.page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize("kind", ["debrief", "comparison", "diary", "card"])
def test_it_prints_on_a4_with_every_word(browser: Browser, tmp_path: Path, kind: str) -> None:
    path = saved(tmp_path, pages()[kind])
    with opened(browser, path) as found:
        paper = printed(found)
        headings = found.page.locator("h2, h3").all_inner_texts()
    boxes = {(round(it.mediabox.width), round(it.mediabox.height)) for it in paper.pages}
    assert boxes == {A4}
    words = _joined("".join(it.extract_text() for it in paper.pages))
    assert all(_joined(heading) in words for heading in headings)


def test_the_seven_parts_are_on_one_sheet(browser: Browser, tmp_path: Path) -> None:
    path = saved(tmp_path, pages()["debrief"])
    with opened(browser, path) as found:
        paper = printed(found)
        headings = found.page.locator(".parts h3").all_inner_texts()
    sheets = [_joined(it.extract_text()) for it in paper.pages]
    assert any(all(_joined(heading) in sheet for heading in headings) for sheet in sheets)


@pytest.mark.parametrize("times", [1, 3, 12])
def test_four_cards_are_on_one_sheet_also_with_a_long_line(
    browser: Browser, tmp_path: Path, times: int
) -> None:
    line = " ".join([LINE] * times)
    path = saved(tmp_path, pocket_card(line, played(), 0, date(2026, 12, 1)))
    with opened(browser, path) as found:
        paper = printed(found)
    assert len(paper.pages) == 1
    assert _joined(paper.pages[0].extract_text()).count(_joined(line)) == 4


def _joined(text: str) -> str:
    return re.sub(r"\s+", "", text)
