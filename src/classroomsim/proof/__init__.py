"""What an author can rely on: files checked, the author's own plays played.

Pure apart from opening the files named. Look next at `check.py`.
"""
