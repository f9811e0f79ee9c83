"""Sample briefs for a first try, as sources to be read like any other. Places, people and events are invented."""

from importlib.resources import as_file, files
from pathlib import Path

NAMES = ("morning-desk.json", "harbour-blog.html", "evening-notes.txt")
"""A JSON feed, a blog's archive page, the plain text of one: the three kinds of source there are."""


def sample_sources() -> list[Path]:
    """The sample sources as files, in the order in which they are to be read."""
    folder = files(__name__)
    paths = []
    for name in NAMES:
        # The package is installed unpacked (hatchling says so), so the path outlives the context.
        with as_file(folder / name) as path:
            paths.append(path)
    return paths
