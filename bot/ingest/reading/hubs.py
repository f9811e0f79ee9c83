"""Which hub announces a document, and under which address: links `hub` and `self` of WebSub (W3C 2018, section 4).

    Link headers ─▶ links_of_headers ─┐
    XML, HTML    ─▶ links_of_markup  ─┼▶ HubLinks, the headers' first (`or_else`)
    JSON Feed    ─▶ links_of_json    ─┘

Whoever wrote the document wrote these links: they are well-formed web addresses here, and nothing more is believed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import unescape
from typing import Final
from urllib.parse import urldefrag, urljoin

from bot.ingest.reading.document import HubLinks

_HEAD: Final = 100_000
"""Characters. Some pages have that much style in their head; feeds speak of themselves before their first entry."""

_MOST_HEADER: Final = 8_000
"""Characters of Link headers that are looked at: some sites list every picture of the page there."""

_LONGEST: Final = 2048
_WEB_ADDRESS: Final = re.compile(r"https?://(?![/?#])[^\s\x00-\x20\x7f<>\"\\\ud800-\udfff\ufffe\uffff]+", re.IGNORECASE)

_END_OF_HEAD: Final = re.compile(r"<(?:(?:[\w-]{1,20}:)?(?:item|entry)|body)[\s>]|</head\s*>", re.IGNORECASE)
"""Where a document stops speaking of itself. What people may write into comes later, and is not believed."""

_LINK: Final = re.compile(r"<(?:[\w-]{1,20}:)?link\s([^<>]{1,4000})>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"(?:^|\s)(rel|href)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))", re.IGNORECASE)
_HEADER_LINK: Final = re.compile(r"<([^<>]*)>((?:[^,\"<]|\"[^\"]*\")*)")
_PARAMETER: Final = re.compile(r";\s*([^\s=;,\"]{1,40})\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]+))")
"""Each one whole, whatever its name: the text of a title may look like another."""
_JSON_TYPES: Final = frozenset({"websub", "pubsubhubbub"})


def links_of_headers(values: Sequence[str], *, base: str) -> HubLinks:
    """From the values of all Link headers (RFC 8288), with relative ones resolved against `base`.

    aiohttp reads them, too, but answers to a whole `rel` only, not to each of its words, and raises where one
    address of many is none.
    """
    return _chosen(_header_links(", ".join(values)[:_MOST_HEADER]), base=base)


def links_of_markup(text: str, *, base: str) -> HubLinks:
    """From the head of a feed or page: `<link>` of Atom in any prefix, or of HTML."""
    if "hub" not in text[:_HEAD].lower():
        # Without a hub nothing is asked of the page's own address; few pages name one.
        return HubLinks()
    end = _END_OF_HEAD.search(text, 0, _HEAD)
    first, *rest = text[: end.start() if end else _HEAD].split("<!--")
    head = first + "".join(after.partition("-->")[2] for after in rest)
    told = (attributes for attributes in _LINK.findall(head) if _may_name(attributes.lower()))
    return _chosen((_rel_and_href(attributes) for attributes in told), base=base)


def links_of_json(document: Mapping[str, object], *, base: str) -> HubLinks:
    """From a JSON Feed: its `hubs` of a type that we speak, and its `feed_url`."""
    hubs = document.get("hubs")
    listed = [hub for hub in hubs if isinstance(hub, dict)] if isinstance(hubs, list) else []
    spoken = [hub.get("url") for hub in listed if str(hub.get("type")).lower() in _JSON_TYPES]
    links = [*(("hub", url) for url in spoken), ("self", document.get("feed_url"))]
    return _chosen(((rel, url) for rel, url in links if isinstance(url, str)), base=base)


def _header_links(text: str) -> Iterable[tuple[str, str]]:
    for found in _HEADER_LINK.finditer(text):
        parameters: dict[str, str] = {}
        for name, quoted, bare in _PARAMETER.findall(found[2]):
            parameters.setdefault(name.lower(), quoted or bare)
        # With an anchor it is a link of another document.
        if "anchor" not in parameters:
            yield parameters.get("rel", ""), found[1]


def _may_name(attributes: str) -> bool:
    """Whether a closer look is worth its time: the head of a page has thirty links, to styles and icons."""
    return "hub" in attributes or "self" in attributes


def _rel_and_href(attributes: str) -> tuple[str, str]:
    named = {name.lower(): double or single or bare for name, double, single, bare in _ATTRIBUTE.findall(attributes)}
    return named.get("rel", ""), unescape(named.get("href", ""))


def _chosen(links: Iterable[tuple[str, str]], *, base: str) -> HubLinks:
    """Of several hubs the first that is reached safely, else the first: any one of them may be chosen."""
    hubs: list[str] = []
    selves: list[str] = []
    for rel, href in links:
        words = rel.lower().split()
        address = _web_address(href, base=base) if "hub" in words or "self" in words else None
        if address and "hub" in words:
            hubs.append(address)
        if address and "self" in words:
            selves.append(address)
    safe = (hub for hub in hubs if hub.lower().startswith("https:"))
    return HubLinks(hub=next(safe, hubs[0] if hubs else None), own=selves[0] if selves else None)


def _web_address(href: str, *, base: str) -> str | None:
    """The absolute address as it is written: a hub knows a document by this very text, so nothing is tidied up."""
    href = href.strip()
    if not href or len(href) > _LONGEST:
        return None
    try:
        address = urldefrag(urljoin(base, href)).url
    except ValueError:
        return None
    return address if len(address) <= _LONGEST and _WEB_ADDRESS.fullmatch(address) else None
