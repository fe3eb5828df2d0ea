"""The audit log: who collected, altered, saw, passed on, combined or erased what about whom, when, and why.

In: what a command is about to show or do. Out: lines of a chain in the casework store. Refuses nothing by itself; the
gate in `v100.cli.gate` writes a line before any answer is shown.
"""
