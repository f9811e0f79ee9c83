"""RECOGNISES the same story. In: texts and briefs. Out: openings, similarities, groups. Pure.

Never here: a database, a clock, a network; nothing is remembered between two calls.
"""
