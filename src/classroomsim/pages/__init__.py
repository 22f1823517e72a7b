"""What a scenario looks like on a page: a map for its author. Pure: text in, text out.

Look next at `svg.py`, and at `proof/atlas.py` for what is drawn.
"""
