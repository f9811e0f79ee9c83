"""Briefbot ACTS: it reads sources, matches topics and delivers briefs. What it must remember, storage remembers."""
