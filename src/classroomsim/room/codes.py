"""How phones get in: a code to type, a key in the QR, a token; and a brake on guesses.

The code is short because people type it, so wrong ones are braked. The key in the QR is long
enough to need no brake, and lets people in while somebody guesses. A school shares one address:
the brake is on all wrong guesses together, never on an address.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable

_FIRST = "BDFGHKLMNPRSTVWZ"
_MIDDLE = "AEIOU"
_LAST = "BDGKLMNPRSTX"
_KEY_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_SYLLABLES = 2
_KEY_LENGTH = 12
_TOKEN_BYTES = 16
_RUDE = ("ASS", "COK", "COX", "DIK", "FAG", "FAK", "FAT", "FUK", "GIT", "KIK", "NAZ", "NIG", "PIS")
_RUDE_TOO = ("SEX", "SLAG", "SLUT", "SOD", "TIT", "TWAT", "WOG", "POX", "DAM", "GOD", "MAD", "SAD")


def new_code() -> str:
    """Six letters that can be said aloud, as in KESTOL: one of some nine hundred thousand."""
    while True:
        code = "".join(
            secrets.choice(_FIRST) + secrets.choice(_MIDDLE) + secrets.choice(_LAST)
            for _ in range(_SYLLABLES)
        )
        if not any(rude in code for rude in (*_RUDE, *_RUDE_TOO)):
            return code


def new_key() -> str:
    """Twelve letters and digits for the QR: 60 bits."""
    return "".join(secrets.choice(_KEY_LETTERS) for _ in range(_KEY_LENGTH))


def new_token() -> str:
    """A token for a device or the remote: 128 bits."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def same(given: str, kept: str) -> bool:
    """Whether a code or key is the one kept, whatever its case; takes the same time either way."""
    typed = "".join(given.split()).upper()
    return hmac.compare_digest(typed.encode(), kept.encode())


class Brake:
    """Lets wrong guesses through at a rate: `burst` at once, then one every `seconds`."""

    def __init__(
        self, burst: int = 30, seconds: float = 1.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._burst = burst
        self._seconds = seconds
        self._clock = clock
        self._left = float(burst)
        self._at = clock()

    def wait(self) -> float:
        """Seconds until the next guess is looked at; 0 if it is now."""
        self._refill()
        return 0.0 if self._left >= 1 else (1 - self._left) * self._seconds

    def wrong(self) -> None:
        """A guess was wrong."""
        self._refill()
        self._left = max(0.0, self._left - 1)

    def _refill(self) -> None:
        now = self._clock()
        self._left = min(float(self._burst), self._left + (now - self._at) / self._seconds)
        self._at = now
