"""A colleague's telling as linear text, moment by moment: what could be seen, thought and done."""

from __future__ import annotations

from classroomsim.debrief.watched import Watched, WatchedMoment
from classroomsim.plain import help as said
from classroomsim.plain.sections import (
    Lines,
    heading,
    seen_of,
    titled,
    titled_texts,
    wrapped,
)
from classroomsim.plain.talk import Talk


def watch(talk: Talk, found: Watched) -> None:
    """Shows one moment after another; in a terminal each waits for Enter."""
    pages = [_opening(found), *(_moment(found, n) for n in range(len(found.moments)))]
    pages.append(_end(found))
    if not talk.interactive:
        for page in pages:
            talk.say(page)
        return
    at = 0
    talk.say(pages[at])
    talk.say([said.GO_ON])
    while at < len(pages) - 1 and (line := talk.ask()) is not None:
        match line.casefold():
            case "q":
                break
            case "?":
                talk.say(said.WATCHING)
                continue
            case "b":
                at = max(0, at - 1)
            case _:
                at += 1
        talk.say(pages[at])
        talk.say([said.GO_ON] if at < len(pages) - 1 else [])


def _opening(found: Watched) -> list[str]:
    title = found.play.world.scenario.title
    return [
        *heading(f"{title}, a colleague's telling"),
        *wrapped(found.who),
        *wrapped(said.ONE_WAY_OF_MANY),
    ]


def _moment(found: Watched, number: int) -> list[str]:
    return list(_told(found.moments[number]))


def _told(moment: WatchedMoment) -> Lines:
    yield from seen_of(moment.seen)
    yield from heading("What could be done:")
    for n, choice in enumerate(moment.seen.choices, 1):
        yield from wrapped(choice.say, "   ", f"{n}. ")
    yield from heading("Thinking aloud:")
    yield from wrapped(moment.thinking)
    yield from heading("What the colleague did:")
    yield from wrapped(moment.choice.say)
    yield from heading("What followed:")
    yield from wrapped(moment.followed)


def _end(found: Watched) -> list[str]:
    end = found.end
    return [
        *heading(titled(end.clock, end.name)),
        *(line for text in (*end.text, *end.later) for line in wrapped(text)),
        *titled_texts("What was underneath:", (found.underneath,)),
        *titled_texts("Afterwards the colleague thinks:", (found.after,)),
    ]
