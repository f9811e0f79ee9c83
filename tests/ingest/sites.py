"""Web sites as a test builds them: paths and what lies there, and a note of what was asked for."""

from collections.abc import Mapping

from aiohttp import web

from tests.ingest.servers import hanging

HANGS = "hangs"
"""Lies at a path that never answers."""


class PathSite:
    """A site of fixed documents by path and query; everything else is 404. `{here}` in a text is its own address."""

    def __init__(self, documents: Mapping[str, str]) -> None:
        self.documents = dict(documents)
        self.asked: list[str] = []

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        self.asked.append(request.path_qs)
        body = self.documents.get(request.path_qs)
        if body is None:
            return web.Response(status=404, text="<html><body><p>Not found</p></body></html>", content_type="text/html")
        if body == HANGS:
            return await hanging(request)
        if body.startswith("->"):
            return web.Response(status=302, headers={"Location": body.removeprefix("->").strip()})
        kind = "text/html" if "<html" in body else "application/xml" if body.startswith("<") else "text/plain"
        return web.Response(text=body.replace("{here}", f"http://{request.host}"), content_type=kind)


def linked(*feeds: str, body: str = "", body_class: str = "") -> str:
    """A page whose link tags name these feeds: `href` or `href title`."""
    tags = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{href}">'
        for href, _, title in (feed.partition(" ") for feed in feeds)
    )
    return (
        f"<!doctype html><html><head><title>Harbour</title>{tags}</head><body class='{body_class}'>{body}</body></html>"
    )


def posts(*names: str) -> str:
    """A list of posts within a page."""
    return "".join(
        f'<article class="hentry"><h2 class="entry-title"><a rel="bookmark" href="/{name}/">{name}</a></h2>'
        f'<div class="entry-summary"><p>The council of {name} has met and decided about the old bridge.</p></div>'
        "</article>"
        for name in names
    )


def one_post(name: str, *feeds: str) -> str:
    """The page of one post at `/{name}/`."""
    body = (
        f'<main><article class="hentry"><h1 class="entry-title">{name}</h1><div class="entry-content">'
        f"<p>The council of {name} has met and decided about the old bridge, after long talks about its price.</p>"
        f"<p>The bridge will be closed for a year, and a ferry will run in its place every quarter of an hour.</p>"
        "</div></article></main>"
    )
    page = linked(*feeds, body=body, body_class="single single-post postid-7")
    return page.replace("<head>", f'<head><link rel="canonical" href="{{here}}/{name}/">')
