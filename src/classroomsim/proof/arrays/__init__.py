"""Every reachable state with NumPy: whole scenes at once, as sorted arrays of packed states.

Agrees with the plain search of `graph.py`, which is the reference, and is many times faster. It
is imported only when something is proved, since NumPy is. Look first at `search.py`.
"""
