"""Numbers and times in plain words: on screens, digits are for the time of day and for keys."""

from datetime import UTC, datetime

_ONES = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def in_words(number: int) -> str:
    """A whole number from 0 to 99 in words; others say that there are many."""
    if 0 <= number < 20:
        return (*_ONES, *_TEENS)[number]
    if number > 99 or number < 0:
        return "many"
    tens, ones = divmod(number, 10)
    return _TENS[tens - 2] + (f"-{_ONES[ones]}" if ones else "")


def as_sentence(text: str) -> str:
    """A text that begins and ends as a sentence does."""
    text = text.strip()
    text = f"{text[:1].upper()}{text[1:]}"
    return text if text.endswith((".", "?", "\u2026")) else f"{text}."


def minutes_in_words(minutes: int) -> str:
    """How long a play takes, roughly."""
    return "about a minute" if minutes == 1 else f"about {in_words(minutes)} minutes"


def ago(when: datetime, now: datetime | None = None) -> str:
    """When something was, seen from now, by the calendar of this computer's place."""
    local = when.astimezone()
    today = (now or datetime.now(UTC)).astimezone()
    days = (today.date() - local.date()).days
    if days <= 0:
        return f"today at {local:%H:%M}"
    if days == 1:
        return f"yesterday at {local:%H:%M}"
    if days < 7:
        return f"on {local:%A} at {local:%H:%M}"
    if days < 14:
        return "last week"
    if days < 60:
        return f"{in_words(days // 7)} weeks ago"
    return "some months ago" if days < 365 else "over a year ago"
