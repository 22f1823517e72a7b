"""What a beat does: a scenario compiled once, stepped choice by choice, traced on demand.

Pure and deterministic, with no input or output, clock or global state: a play is a telling and a
list of choice ids, and the same list always gives the same play. The languages it compiles are
read in the `scenario` room; the `debrief` room looks back on what it yields.
"""
