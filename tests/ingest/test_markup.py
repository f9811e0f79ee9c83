"""Simple markup is read without a parser: it must not be seen in what is read."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from bot.ingest.reading.markup import marked, paragraphs, paragraphs_of, plain_line

_TAGS = st.sampled_from(
    (
        *(
            "p",
            "br",
            "li",
            "ul",
            "em",
            "a",
            "h2",
            "blockquote",
            "pre",
            "DIV",
            "b",
            "img",
            "script",
            "td",
            "span",
            "body",
        ),
        *("figure", "figcaption", "audio", "source", "iframe", "style", "html"),
    )
)
_ATTRIBUTES = st.sampled_from(
    (
        "",
        ' href="/a?b=1&amp;c"',
        " title='it''s'",
        ' alt="a > b"',
        ' class="sharedaddy x"',
        ' class="wide"',
        " hidden",
        ' role="hidden"',
        ' style="display: block"',
        ' class="sr&#45;only"',
        "/",
    )
)
_TEXTS = st.sampled_from(
    (
        "Boats wait",
        " ",
        "\n\n",
        "a < b",
        "AT&amp;T",
        "&lt;p&gt;",
        "&nbsp;",
        "&#8217;",
        "caf&eacute",
        "<!-- -->",
        "<!-- <p> -->",
        "<!-->",
        '<span class="screen-reader-text">said</span>',
        "<figure><img><figcaption>A boat</figcaption></figure>",
        "<script>if (a < b) {}</script>",
        "•",
        '"',
    )
)
_PIECES = st.one_of(
    _TEXTS,
    st.builds("<{}{}>".format, _TAGS, _ATTRIBUTES),
    st.builds("</{}>".format, _TAGS),
)


def _by_parser(markup: str) -> tuple[str, ...]:
    for name in ("audio", "iframe"):
        # One that never closes would take the rest of the text with it: its tag is not believed.
        if f"</{name}" not in markup:
            markup = re.sub(rf"<{name}\b[^<>]*>", "", markup)
    body = LexborHTMLParser(marked(markup)).body
    return () if body is None else paragraphs_of(body)


@settings(deadline=None, max_examples=500)
@given(st.lists(_PIECES, max_size=12).map("".join))
def test_markup_reads_the_same_with_a_parser_and_without(markup: str) -> None:
    assert paragraphs(f"{markup}<i></i>") == _by_parser(f"{markup}<i></i>")


@settings(deadline=None, max_examples=300)
@given(st.lists(_PIECES, max_size=8).map("".join), st.integers(1, 20))
def test_markup_that_ends_within_a_tag_reads_the_same(markup: str, less: int) -> None:
    cut = f"<p>{markup}"[:-less]

    assert "<" not in cut or paragraphs(cut) == _by_parser(cut)


def test_what_a_post_hides_is_not_read() -> None:
    markup = (
        '<p>The boats wait.</p><p class="sharedaddy">Share this</p><p style="DISPLAY: none">A trap</p><p hidden>No</p>'
        '<div class="post-ratings">(No ratings yet)</div><span class="post-ratings-loading">Loading...</span>'
    )

    assert paragraphs(markup) == ("The boats wait.",)


def test_an_element_that_never_closes_does_not_take_the_text_with_it() -> None:
    for name in ("iframe", "object", "video", "noscript"):
        assert paragraphs(f'The harbour<{name} src="x"> was <b>closed</b>.') == ("The harbour was closed.",)
        assert paragraphs(f"The harbour<{name}>x</{name}> was <b>closed</b>.") == ("The harbour was closed.",)


def test_only_what_is_markup_is_taken_out_of_a_title() -> None:
    assert plain_line('How <link> and <meta> work<meta http-equiv="refresh" content="0">') == "How and work"
    assert plain_line("How <link> and <meta> work") == "How <link> and <meta> work"
    assert plain_line('A<embed src="x"> <blink>loud</blink> title') == "A loud title"


def test_of_formulas_only_a_line_of_signs_is_read() -> None:
    formula = "<math><semantics><mrow>{}</mrow><annotation>\\tex</annotation></semantics></math>"
    line = formula.format("<mi>a</mi><mo>+</mo><mi>b</mi>")
    fraction = formula.format("<mfrac><mn>1</mn><mn>2</mn></mfrac>")
    drawn = f'<span class="katex-mathml">{line}</span><span class="katex-html">a + b</span>'

    assert paragraphs(f"<p>Add {line} boats, {fraction}then {drawn} more.</p>") == ("Add a+b boats, then a+b more.",)


def test_a_number_that_is_too_long_to_be_one_is_no_fault() -> None:
    number = "9" * 5_000
    assert paragraphs(f"Boats &#{number}; wait")[0].endswith("; wait")
    assert paragraphs(f'<p>Boats <a href="/&#x{number}">wait</a>') == ("Boats wait",)
