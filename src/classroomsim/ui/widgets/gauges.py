"""What only an author sees: the gauges, and what moved them in the last beat."""

from textual.content import Content

from classroomsim.engine.play import Play
from classroomsim.ui.text import words

_PUSHES = {"up": "+", "down": "-", "set": "=", "held": "at most -"}


def gauges(play: Play) -> Content:
    """The telling, every gauge with its band, and the trace of the last beat."""
    world = play.world
    shown = [words(f"underneath {world.telling.id}")]
    for gauge in world.scenario.gauges.values():
        value = play.state[world.layout.gauges[gauge.id]]
        shown.append(words(f"{gauge.id} {value} {gauge.band(value)}"))
    if play.choices:
        shown.append(words(""))
        for shift in play.trace(len(play.choices) - 1).shifts:
            shown.append(words(f"{shift.gauge.id} {shift.before} to {shift.after}", "bold"))
            shown += [
                words(f"  {_PUSHES[cause.push]}{cause.amount} {cause.stage} {cause.id}")
                for cause in shift.causes
            ]
    return Content("\n").join(shown)
