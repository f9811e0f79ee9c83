"""Posts read from their source alone tell what the tree tells of them, or nothing."""

from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.reading.cut_lists import brothers
from bot.ingest.reading.pages import Page
from bot.ingest.reading.plain_posts import plain_briefs
from bot.ingest.reading.posts import briefs_of_posts

_PAGE = Page("<html><body class='archive'>", address="https://page.example/news/")

_HEADLINES = (
    '<h2 class="entry-title"><a href="https://page.example/{n}/" rel="bookmark">Barge &amp; choir, part {n}</a></h2>',
    '<h2 class="entry-title"><a href="/{n}?a=1" rel="bookmark"> Bakers&#8217; choir\u2026 </a></h2>',
    '<h2 class="entry-title"><a href="/{n}?a=1&amp;copy=2">The <em>toll</em> is gone</a></h2>',
    '<h2 class="entry-title">A title that leads nowhere</h2>',
    '<header><h2 class="entry-title"></h2></header>',
    '<h2 class="entry-title"><span class="screen-reader-text">Pinned</span><a href="/{n}">Bridge</a></h2>',
    '<h3><a href="/{n}">Another heading</a></h3>',
    "",
)
_MORES = (
    "&hellip; <a href='/{n}#more-{n}' class='more-link'>Continue reading</a>",
    '&hellip; <a href="https://page.example/{n}/#more-{n}" class="more-link">Continue reading<span class="screen-reader-text"> &#8220;It&#8221;</span></a>',  # noqa: E501 - as themes write it
    ' <a class="more-link" href="/{n}?a=1#more">Read more <span class="meta-nav">&rarr;</span></a>',
    ' [<a class="more-link" href="/{n}">more</a>]',
    ' &laquo;<a class="more-link" href="/{n}">Read more</a>',
    ' <a class="more-link" href="https://source.example/{n}">Read on at the source</a> today.',
    ' <a class="more-link" href="#open">Read more</a>',
    " [&hellip;]",
    ' <a href="/{n}">Read more</a>',
    "",
)
_EXCERPTS = (
    '<div class="entry-content"><p>A barge lost its load of timber near the breakwater{more}</p></div>',
    '<div class="entry-content">\n<p>A barge lost its load.</p>\n<p>Ferries waited &lt;an hour&gt;.{more}</p>\n</div>',
    '<div class="entry-content"><div><p>Boxed in twice, <b>and</b> told all the same.</p></div>{more}</div>',
    '<div class="entry-content"><p>Words before a picture. <img src="/i.jpg" alt="a > b"></p>{more}</div>',
    '<div class="entry-content"><p>Nothing is closed here <b>and there{more}</div>',
    '<div class="entry-content"><p>Shared by many.</p><div class="sharedaddy"><p>Share</p></div>{more}</div>',
    '<div class="entry-content"></div>{more}',
    '<section class="entry-summary"><p>It was quiet in the whole valley, 3 < 4 > 2.</p></section><p>{more}</p>',
    '<p class="entry-summary">A paragraph by itself that tells of the valley.{more}</p>',
    "<div class='entry-content'><p>Written with other quotes by an old program.{more}</p></div>",
)
_DATES = (
    (
        '<time class="entry-date published" datetime="2025-03-11T17:0{n}:00+01:00">March 11</time>'
        '<time class="updated" datetime="2025-04-11T17:00:00+01:00">April</time>'
    ),
    '<time class="entry-date published updated" datetime="2025-03-0{n}T17:00:00+01:00">March</time>',
    (
        '<time class="updated" datetime="2025-05-0{n}">May</time>'
        '<time datetime="2025-03-0{n}" class="entry-date published">March</time>'
    ),
    '<time datetime="2025-03-0{n}">March</time>',
    '<span class="entry-date">May 2{n}, 2025</span>',
)
_REST = (
    '<a href="/t/timber" rel="category tag">Timber &amp; co</a> <a rel="tag" href="/t/b"><b>bold</b></a>',
    '<a href="/c/harbours" rel="tag">Harbours</a>, <a href="/c/locks" rel="nofollow tag">Locks</a>',
    '<img class="avatar" src="/me.jpg"><img width="1" src="/{n}-2.jpg?x=1&amp;y=2" class="wp-post-image" alt="">',
    '<img src="data:image/gif;base64,AA" data-src="/late-{n}.jpg">',
    "<img src='/other-quotes.jpg'>",
    "<!-- .entry-header -->",
    "<!-- <img src='/never.jpg'> -->",
    '<script>document.write(\'<h2 class="entry-title"><a href="/never">Never</a></h2>\')</script>',
    "",
)


@st.composite
def _lists(draw: st.DrawFn) -> str:
    """A list as a theme writes it: all posts of the same few parts, here and there another one."""
    tag = draw(st.sampled_from(("article", "div", "li")))
    usual = [draw(st.sampled_from(parts)) for parts in (_HEADLINES[:2], _EXCERPTS[:4], _MORES, _DATES[:4], _REST)]
    unusual = st.tuples(*(st.sampled_from(parts) for parts in (_HEADLINES, _EXCERPTS, _MORES, _DATES, _REST)))
    posts = []
    for n in range(1, draw(st.integers(3, 8))):
        headline, excerpt, more, date, rest = draw(unusual) if draw(st.integers(0, 5)) == 0 else usual
        inside = f"{headline}{excerpt.replace('{more}', more)}{date}{rest}".replace("{n}", str(n))
        posts.append(f'<{tag} id="post-{n}" class="post-{n} post hentry">{inside}</{tag}><!-- #post-{n} -->\n')
    return "".join(posts)


@given(_lists())
def test_source_and_tree_tell_the_same(source: str) -> None:
    told = plain_briefs(source, _PAGE)
    lot = brothers(source)
    # To a tree an unclosed <b> of one post holds the next ones, so that they are no brothers.
    assert not told or lot is None or told == briefs_of_posts(lot, _PAGE)


def _post(n: int, more: str, *, tag: str = "article") -> str:
    parts = f"{_HEADLINES[0]}{_EXCERPTS[1].replace('{more}', more)}{_DATES[0]}{_REST[1 + n % 2]}".replace("{n}", str(n))
    return f'<{tag} class="post hentry">{parts}</{tag}>\n'


def test_a_list_as_themes_write_it_needs_no_tree() -> None:
    for tag in ("article", "div", "li"):
        source = "".join(_post(n, _MORES[1], tag=tag) for n in (1, 3, 5, 7))
        told = plain_briefs(source, _PAGE)
        lot = brothers(source)
        assert lot is not None
        assert told == briefs_of_posts(lot, _PAGE)
        assert [brief.title for brief in told] == [f"Barge & choir, part {n}" for n in (1, 3, 5, 7)]
        assert all(brief.truncated and brief.text.endswith("waited <an hour>.") for brief in told)


def test_an_odd_post_among_others_is_told_by_its_tree() -> None:
    odd = f'<article class="post hentry">{_EXCERPTS[0].replace("{more}", "")}{_DATES[4].replace("{n}", "1")}</article>'
    told = plain_briefs("".join(_post(n, _MORES[1]) for n in (1, 3, 5)) + odd + _post(7, _MORES[1]), _PAGE)
    assert [brief.title is None for brief in told] == [False, False, False, True, False]
    assert told[3].published_at is not None


def test_what_stands_between_posts_is_left_to_the_tree() -> None:
    source = _post(1, _MORES[1]) + "<div>Buy an anchor</div>" + _post(3, _MORES[1]) + _post(5, _MORES[1])
    assert plain_briefs(source, _PAGE) == []
