"""UNDERSTANDS what a person asks for. In: what was typed, and briefs. Out: queries, and where they match. Pure.

Never here: a database, a clock, a network, a user-supplied regular expression. Time is linear in what comes in.
"""
