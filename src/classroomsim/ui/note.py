"""A note to self, in the middle of a play or on looking back."""

from classroomsim.ui.write import NO_NAMES, WriteDialog

KEPT = "It is kept in your diary, on this computer only."
NOT_KEPT = "You keep no diary, so it lasts for as long as this play."


class NoteDialog(WriteDialog):
    """Gives the note's text, or None."""

    def __init__(self, *, kept: bool) -> None:
        super().__init__("Note to self", (f"{NO_NAMES} {KEPT if kept else NOT_KEPT}",))
