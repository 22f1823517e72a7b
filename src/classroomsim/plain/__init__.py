"""The play as linear text on standard input and output, for screen readers and pipes.

The same beats, looking back, trying again and side by side as in the `ui` room, one line for each
choice; the two rooms know nothing of each other and share `debrief` and `engine`.
"""
