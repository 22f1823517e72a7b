"""classroomsim: rehearse the ten seconds in which a child is distressed and thirty are watching.

The rooms, each importing only from those before it: `scenario` (what an author writes), `engine`
(what a beat does), `proof` (what an author can rely on), `debrief` (looking back), `diary` (the
player's own record), `ui` (the screens), `plain` (the same play as linear text), and `cli` (the
command line).
"""

__version__ = "0.1.0"
