"""Looking back on a play: which moment, its seven parts, and two ways side by side.

It works from the engine's trace and the author's coaching, and yields plain sections of text that
the `ui` and `plain` rooms show in their own manner, so that both always say the same. No score,
tally or level of a player is worked out here, or anywhere.
"""
