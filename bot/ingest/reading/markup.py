"""Foreign HTML as plain paragraphs: entities decoded once, furniture removed, nothing of the markup left.

Block elements and double line breaks part paragraphs; a single line break stays a line break; list items are lines
that begin with a bullet. Marks for these are put into the source before it is parsed, so that the parser's own, fast
text extraction does the walking.
"""

import re
from typing import TYPE_CHECKING, Final

from bot.ingest.reading.bounds import is_too_deep
from bot.ingest.reading.decoding import clean, one_line, unescaped
from bot.ingest.reading.plain_markup import LINE, PARAGRAPH, text_of_plain_markup
from bot.ingest.reading.tails import is_tail_phrase

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_MARKS = re.compile(f"[{PARAGRAPH}{LINE}]")

_BLOCK = re.compile(
    r"<(?=/?(?:p|div|h[1-6]|ul|ol|dl|dt|dd|blockquote|pre|table|tr|section|article|aside|header|footer|main|hr"
    r"|figure|figcaption|address|center|details|summary|form|fieldset)\b)",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<(?=/?br\b)", re.IGNORECASE)
_ITEM = re.compile(r"<(?=li\b)", re.IGNORECASE)
_CELL = re.compile(r"(<(?:td|th)\b[^<>]{0,500}>)", re.IGNORECASE)

FURNITURE: Final = ", ".join(
    (
        *("script", "style", "noscript", "template", "figure", "figcaption", "svg", "nav", "form", "button", "iframe"),
        *("select", "textarea", "audio", "video", "object", "canvas", "[hidden]", ".screen-reader-text"),
        *(".sr-only", ".visually-hidden", ".visuallyhidden", ".assistive-text", ".sharedaddy", ".jp-relatedposts"),
        *(".addtoany_share_save_container", ".a2a_kit", ".share-buttons", ".social-share", ".post-share", ".feedflare"),
        *(".wp-caption", ".wp-caption-text", ".heateor_sss_sharing_container", ".essb_links", ".ssba", ".yarpp"),
        *(".post-ratings", ".post-ratings-loading", ".kk-star-ratings", ".rmp-widgets-container"),
        "math:has(mfrac, msup, msub, msubsup, msqrt, mroot, mover, munder, munderover, mtable)",
        *("annotation", "annotation-xml", ".katex-mathml ~ .katex-html"),
        *('[style*="display:none" i]', '[style*="display: none" i]', ".wp-block-button", ".tptn_counter"),
    )
)
"""What stands in a post and is none of its text: for screen readers, for sharing, for show.

Of formulas those that are no line of signs: of a fraction's "1" and "2" would be left "12".
"""

_MORE_LINK: Final = ", ".join(
    (
        *("a.more-link", ".more-link a", "a.read-more", ".read-more a", "a.readmore", ".readmore a", "a.moretag"),
        *("a.wp-block-post-excerpt__more-link", "a.wp-block-read-more", "a.elementor-post__read-more", "a.more"),
        *("a.continue-reading", ".continue-reading a", "a.excerpt-read-more", 'a[href*="#more-"]'),
    )
)
_FURNITURE = re.compile(
    "|".join(re.escape(word) for word in re.findall(r"\.([\w-]+)", FURNITURE))
    + r"|display: ?none|(?<![^\s\"'/])hidden(?![^\s=/])|(?:class|style)\s*=\s*(?:\"[^\"]*&|'[^']*&|[^\s\"']*&)"
)
"""What may make furniture of an element, in its attributes in small letters; with references in them, anything may."""

_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_LONGEST: Final = 200_000
"""Characters of one piece of markup that are read: of a whole article in a feed we show the beginning."""

_TAG = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|cite|code|del|div|em|font|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|q|s|script|small"
    r"|span|strike|strong|style|sub|sup|svg|table|td|tr|tt|u|ul|iframe|object|form|input|button|blink|marquee)(?:\s[^<>]*)?/?>"
    # Names that headlines speak of ("How <link> works") are markup where they carry an attribute.
    r"|<(?:applet|area|audio|base|embed|frame|frameset|label|link|map|meta|picture|source|time|video|wbr)\s+[\w:-]+\s*=[^<>]*>",
    re.IGNORECASE,
)

_SWALLOWING: Final = (
    "iframe",
    "object",
    "audio",
    "video",
    "canvas",
    "applet",
    "noscript",
    "textarea",
    "select",
    "noframes",
)
"""Elements whose inside is not shown: one that never closes would take the rest of the text with it."""


def plain_line(markup: str) -> str:
    """A title or a tag as one line of plain text; "a < b" and "Vec<T>" are no markup and stay."""
    markup = markup[:_LONGEST]
    if "<" in markup and _TAG.search(markup):
        return " ".join(paragraphs(markup))
    return one_line(unescaped(markup))


def paragraphs(markup: str) -> tuple[str, ...]:
    """The paragraphs of a piece of HTML (or of plain text) in order, none of them empty."""
    markup = markup[:_LONGEST]
    if "<" not in markup:
        text = unescaped(markup).strip()
        if "\n" not in text and LINE not in text:
            line = one_line(text)
            return (line,) if line and line != "•" else ()
        return tuple(filter(None, map(_lines, _BLANK_LINE.split(clean(text)))))
    plain = text_of_plain_markup(markup, _FURNITURE)
    if plain is not None:
        return _parted(unescaped(plain))
    if is_too_deep(markup):
        return ()
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - late: costs start-up

    body = LexborHTMLParser(marked(_without_unclosed(markup))).body
    return () if body is None else paragraphs_of(body)


def _without_unclosed(markup: str) -> str:
    lower = markup.lower()
    for name in _SWALLOWING:
        if f"<{name}" in lower and f"</{name}" not in lower:
            markup = re.sub(rf"<{name}\b[^<>]*>", "", markup, flags=re.IGNORECASE)
    return markup


def marked(markup: str) -> str:
    """The HTML with marks where paragraphs and lines part; `paragraphs_of` reads them."""
    markup = _unmarked(markup)
    markup = _BLOCK.sub(f"{PARAGRAPH}<", markup)
    markup = _BREAK.sub(f"{LINE}<", markup)
    markup = _ITEM.sub(f"{LINE}• <", markup)
    return _CELL.sub(rf"\1{LINE}", markup)


def _unmarked(markup: str) -> str:
    return _MARKS.sub("", markup) if PARAGRAPH in markup or LINE in markup else markup


def bare(text: str) -> str:
    """Text or an attribute of a `marked` document without the marks."""
    return _MARKS.sub(" ", text) if PARAGRAPH in text or LINE in text else text


def paragraphs_of(node: "LexborNode", furniture: str = FURNITURE) -> tuple[str, ...]:
    """The paragraphs of a node of a document that was `marked` before it was parsed. Removes furniture from it."""
    for piece in node.css(furniture) if furniture else ():
        # One that lies within another one, or matches twice, is removed twice: that does no harm.
        piece.decompose()
    return _parted(node.text())


def _parted(text: str) -> tuple[str, ...]:
    """The paragraphs of a marked text."""
    parts: list[str] = []
    for block in clean(text).replace("\n", " ").split(PARAGRAPH):
        if LINE in block:
            parts.extend(_lines(part) for part in _DOUBLE_BREAK.split(block))
        elif block and not block.isspace():
            parts.append(_spaced(block))
    return tuple(filter(None, parts))


_DOUBLE_BREAK = re.compile(f"{LINE}\\s*{LINE}(?!•)")


def _lines(block: str) -> str:
    """One paragraph: white space is one space, marked line breaks stay, empty lines and bullets go."""
    lines = map(_spaced, block.split(LINE))
    return "\n".join(line for line in lines if line not in {"", "•"})


def _spaced(text: str) -> str:
    """The text with white space as one space. In most lines it is: a look costs a fifth of taking the line apart."""
    line = text.strip(" ")
    return line if "  " not in line and line.isprintable() else " ".join(line.split())


def tail_link(node: "LexborNode") -> "LexborNode | None":
    """The "Read more" link within the node; None when there is none."""
    for link in node.css(_MORE_LINK):
        href = link.attributes.get("href")
        if href and not href.strip().startswith("#"):
            return link
    links = reversed(node.css("a[href]"))
    return next((link for link in links if is_tail_phrase(one_line(bare(link.text())))), None)
