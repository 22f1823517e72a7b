"""Saving the hand-out of a session: asked for at its end, and never without being asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classroomsim.ui.saving import Copy, Form, save_copy

if TYPE_CHECKING:
    from classroomsim.ui.host.app import HostApp

TITLE = "Save a hand-out"
HOLDS = (
    "It will hold the story as the room played it, both votes in words, what followed, the roads"
    " not taken, what was underneath and the lines for Tuesday. No names and no numbers."
)


async def save_hand_out(host: HostApp) -> bool:
    """Asks for the form and the place, and saves; False where it was left. For a worker."""
    from classroomsim.pages.html import to_html
    from classroomsim.pages.markdown import to_markdown

    document = host.room.hand_out()
    forms = (
        Form("A page to print, or to open in a browser", ".html", lambda: to_html(document)),
        Form("Plain text, for a document of your own", ".md", lambda: to_markdown(document)),
    )
    return await save_copy(host, Copy(TITLE, (HOLDS,), document.title, "room", forms))
