"""What is put on a page: a map for an author; looking back, a card or a diary for its player.

Pure: text in, text out, but for `save.py`. Look next at `document.py`, the blocks that a page is
made of, and at `html.py` and `markdown.py`, which write them out; at `svg.py` for the map.
"""
