"""What the player chose once for all plays. Without a diary it lasts as long as the program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Self

if TYPE_CHECKING:
    from classroomsim.diary.store import Diary

Coaching = Literal["words", "try"]
"""Whether a second attempt begins with words that worked, or without."""
Theme = Literal["dark", "light", "contrast"]

_COACHINGS: dict[str, Coaching] = {"words": "words", "try": "try"}
_THEMES: dict[str, Theme] = {"dark": "dark", "light": "light", "contrast": "contrast"}


@dataclass(frozen=True, slots=True)
class Settings:
    """How the player likes it.

    Attributes:
        coaching: "words" shows a worked line before a second attempt; "try" only after it.
        come_back: whether a scenario is offered again after some days.
        theme: the colours of the screens.
    """

    coaching: Coaching = "try"
    come_back: bool = True
    theme: Theme = "dark"

    @classmethod
    def load(cls, diary: Diary | None) -> Self:
        """What the diary holds; what is missing, or unknown to this program, as at first.

        Raises `DiaryError` if the diary can't be read.
        """
        if diary is None:
            return cls()
        kept = diary.settings()
        first = cls()
        return cls(
            coaching=_COACHINGS.get(kept.get("coaching", ""), first.coaching),
            come_back=kept.get("come_back", "yes") != "no",
            theme=_THEMES.get(kept.get("theme", ""), first.theme),
        )

    def save(self, diary: Diary | None) -> None:
        """Keep all of them in one step; without a diary nothing is kept. Raises `DiaryError`."""
        if diary is None:
            return
        come_back = "yes" if self.come_back else "no"
        diary.set_all({"coaching": self.coaching, "come_back": come_back, "theme": self.theme})
