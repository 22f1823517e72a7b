"""Benchmarks: each a command, each comparing ways of doing the same thing in the same run."""
