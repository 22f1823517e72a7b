"""What keeps a key that is held down, or a second click, from choosing in the beat that follows."""

from collections.abc import Callable
from time import monotonic

NEW_BEAT = 0.25
"""Seconds for which a beat has to have been on screen before anything can be chosen in it."""
SAME_KEY = 0.75
"""Seconds for which the key that chose last has to have been let go: longer than the first pause of
a key held down, and any press in that time counts as holding it."""
REPEAT = 0.15
"""Seconds between two presses of a key that was pressed too early, below which it is held."""


class KeyGuard:
    """Decides whether a press was meant for what is on screen now. `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self.clock = clock
        self._shown_at: float | None = None
        self._last_key = ""
        self._last_press = float("-inf")
        self._let_go_after = SAME_KEY

    def hide(self) -> None:
        """Something new is about to be shown; until `shown`, nothing can be chosen."""
        self._shown_at = None

    def shown(self) -> None:
        """It has been painted."""
        if self._shown_at is None:
            self._shown_at = self.clock()

    @property
    def showing(self) -> bool:
        """Whether what is new has been painted."""
        return self._shown_at is not None

    def allows(self, key: str) -> bool:
        """Whether this press was meant; it is remembered, as the key may be held from now on."""
        now = self.clock()
        held = key == self._last_key and now - self._last_press < self._let_go_after
        early = self._shown_at is None or now - self._shown_at < NEW_BEAT
        if not held:
            self._let_go_after = REPEAT if early else SAME_KEY
        self._last_key, self._last_press = key, now
        return not held and not early
