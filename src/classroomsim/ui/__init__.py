"""The screens: a Textual app, one file a screen with its style sheet beside it.

Importing this package is cheap: the shelf is drawn from the headings of the files, and what reads
and compiles whole scenarios is loaded after the first frame. All text that an author or a player
wrote reaches a widget as `Content`, never as markup. `plain` is its counterpart without screens.
"""
