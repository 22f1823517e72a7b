"""The player's own record, kept in SQLite on their own machine and nowhere else.

Every choice is on disk before the next beat is shown, so a play that is killed carries on where
it was; with "no diary" nothing at all is written. Plays are kept as choice ids with the text they
were played on; the `engine` room recomputes the rest.
"""
