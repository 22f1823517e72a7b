"""The command palette: what the screen beneath it can do, and what the whole app can."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import NamedTuple

from textual.command import DiscoveryHit, Hit, Hits, Provider

from classroomsim.ui.play import PlayScreen
from classroomsim.ui.text import typographic, words


class Command(NamedTuple):
    """One thing to do: its name as it is shown, and what does it."""

    name: str
    does: Callable[[], Awaitable[None]]


class OurCommands(Provider):
    """Offers every key of the screen by its name, each choice by its words, and the themes."""

    def _commands(self) -> list[Command]:
        found = [
            Command(
                typographic(active.binding.description), partial(self._run, active.binding.action)
            )
            for active in self.screen.active_bindings.values()
            if active.enabled and active.node is self.screen and active.binding.show
        ]
        if isinstance(self.screen, PlayScreen):
            found += [
                Command(
                    f"Choose: {typographic(choice.say)}", partial(self.screen.choose, choice.id)
                )
                for choice in self.screen.choices
            ]
        found += [
            Command("Options", partial(self._run, "app.options")),
            Command("Other colours", partial(self._run, "app.colours")),
            Command("Help", partial(self._run, "app.help")),
            Command("Quit classroomsim", partial(self._run, "app.quit")),
        ]
        return list({command.name: command for command in found}.values())

    async def _run(self, action: str) -> None:
        await self.screen.run_action(action)

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for name, does in self._commands():
            yield DiscoveryHit(words(name), does, text=name)

    async def search(self, query: str) -> Hits:
        """What fits what was typed."""
        matcher = self.matcher(query)
        for name, does in self._commands():
            score = matcher.match(name)
            if score > 0:
                # Not `matcher.highlight`, which would read an author's words as markup.
                yield Hit(score, words(name), does, text=name)
