"""The facilitator's pack in a real browser: nothing fetched, and cards that print."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright
from pypdf import PdfReader

from classroomsim.engine.machine import Machine
from classroomsim.pages.handout_page import Timing, pack_document
from classroomsim.pages.html import to_html
from classroomsim.scenario.library import find
from classroomsim.scenario.read import read_scenario
from classroomsim.scenario.story import Scenario
from tests.unit.pages.plays import hostile

NAMES = ("chromium", "google-chrome", "chromium-browser")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
FORM = Timing("three beats", 45, 3, (("welcome", 5),), (("read", 1),), (("thanks", 0),))
A4 = (595, 842)
PHONE = {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser of this machine."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM)
        yield opened
        opened.close()


def saved(folder: Path, scenario: Scenario, telling: str) -> str:
    path = folder / "pack.html"
    document = pack_document(Machine(scenario), telling, [FORM])
    path.write_text(to_html(document), encoding="utf-8", newline="\n")
    return path.as_uri()


def flagship(folder: Path) -> str:
    return saved(folder, read_scenario(find("tuesday_210")).sound, "lunch_row")


def test_it_prints_on_a4_with_each_card_and_each_cause_on_a_sheet_of_its_own(
    browser: Browser, tmp_path: Path
) -> None:
    page = browser.new_page()
    page.goto(flagship(tmp_path))
    paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    page.close()
    boxes = {(round(it.mediabox.width), round(it.mediabox.height)) for it in paper.pages}
    assert boxes == {A4}
    sheets = ["".join(it.extract_text().split()) for it in paper.pages]
    assert sheets[-4:] == ["A", "B", "C", "D"]
    (told,) = [sheet for sheet in sheets if "Inthistelling," in sheet]
    assert "Whatwasunderneath" in told
    assert not [it for it in ("Tosayattheend", "Tellingbytelling") if it in told]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible_and_fits_a_phone(browser: Browser, tmp_path: Path, scheme: str) -> None:
    dark = scheme == "dark"
    page = browser.new_page(color_scheme="dark" if dark else "light", bypass_csp=True)
    page.goto(flagship(tmp_path))
    assert Axe().run(page).violations_count == 0
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.close()


def test_texts_that_are_markup_run_nothing_and_fetch_nothing(
    browser: Browser, tmp_path: Path
) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    address = saved(tmp_path, hostile().world.scenario, "tired")
    page.goto(address)
    assert asked == [address]
    assert page.locator("script, img, iframe, object, embed, link, a, base, form").count() == 0
    assert page.title() != "owned"
    page.close()
