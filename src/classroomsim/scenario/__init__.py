"""What an author writes: scenario files and rulebooks, read with the place of every value.

Untrusted text comes in here and only here: it is capped, cleaned and checked once, all problems of
a file are gathered as values, and what leaves is frozen and typed. `library` finds the files that
ship, `condition` and `effects` hold the two small languages; the `engine` room comes next, which
compiles what is read here.
"""
