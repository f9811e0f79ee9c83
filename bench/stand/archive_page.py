"""An archive page as a real blog serves it: fifty posts of a classic theme, and as much again around them.

Written for the benchmark, in the proportions of real pages: styles and scripts in line, a menu with classes on every
item, structured data, a sidebar of archives, categories and tags, icons drawn in line, a consent banner. Nothing is random.
"""

# ruff: noqa: E501 - the lines are those of a theme

from typing import Final

POSTS: Final = 50
ADDRESS: Final = "https://desk.example/"

_VOCABULARY: Final = """
harbour barge timber breakwater ferry pilot buoy lantern captain keeper tide crane quay cargo rope anchor storm signal
island bridge lock canal sailor market baker choir gull lighthouse engine deck chart compass mooring hull
"""
_WORDS: Final = _VOCABULARY.split()

_POST: Final = """<article id="post-{n}" class="post-{n} post type-post status-publish format-standard{thumb} hentry category-harbours tag-{tag}">
	<header class="entry-header">
		<h2 class="entry-title"><a href="https://desk.example/2025/03/part-{n}/" rel="bookmark">{title}</a></h2>	</header><!-- .entry-header -->
{picture}
	<div class="entry-content">
		<p>{first}</p>
<p>{second}&hellip; <a href="https://desk.example/2025/03/part-{n}/#more-{n}" class="more-link">Continue reading<span class="screen-reader-text"> &#8220;{title}&#8221;</span></a></p>
	</div><!-- .entry-content -->

	<footer class="entry-footer">
		<span class="byline"><span class="author vcard"><span class="screen-reader-text">Author </span> <a class="url fn n" href="https://desk.example/author/ines/">Ines</a></span></span><span class="posted-on"><span class="screen-reader-text">Posted on </span><a href="https://desk.example/2025/03/part-{n}/" rel="bookmark"><time class="entry-date published" datetime="2025-03-11T17:{n:02}:00+01:00">March 11, 2025</time><time class="updated" datetime="2025-03-12T08:{n:02}:00+01:00">March 12, 2025</time></a></span><span class="cat-links"><span class="screen-reader-text">Categories </span><a href="https://desk.example/category/harbours/" rel="category tag">Harbours</a></span><span class="tags-links"><span class="screen-reader-text">Tags </span><a href="https://desk.example/tag/{tag}/" rel="tag">{tag}</a></span><span class="comments-link"><a href="https://desk.example/2025/03/part-{n}/#respond">Leave a comment<span class="screen-reader-text"> on {title}</span></a></span>	</footer><!-- .entry-footer -->
</article><!-- #post-{n} -->
"""

_BARE_POST: Final = """<article id="post-{n}" class="post-{n} post type-post status-publish format-standard hentry category-harbours">
<header class="entry-header"><h2 class="entry-title"><a href="https://desk.example/{n}/" rel="bookmark">Harbour news, part {n}</a></h2></header>
<div class="entry-content"><p>{text}&hellip; <a href="https://desk.example/{n}/#more-{n}" class="more-link">Continue reading
<span class="screen-reader-text">Harbour news, part {n}</span></a></p></div><footer class="entry-footer"><span class="posted-on">
<time class="entry-date published" datetime="2025-03-11T17:45:{n:02}+01:00">March 11, 2025</time></span>
<span class="cat-links"><a href="/c/harbours" rel="category tag">Harbours</a></span></footer></article>"""
_BARE_TEXT: Final = (
    "The harbour was closed after a barge lost its load near the breakwater, and the ferries waited. " * 4
)

_PICTURE: Final = """
	<a class="post-thumbnail" href="https://desk.example/2025/03/part-{n}/" aria-hidden="true">
		<img width="1200" height="675" src="https://desk.example/wp-content/uploads/2025/03/{n}-1200x675.jpg" class="attachment-post-thumbnail size-post-thumbnail wp-post-image" alt="" decoding="async" loading="lazy" srcset="https://desk.example/wp-content/uploads/2025/03/{n}-1200x675.jpg 1200w, https://desk.example/wp-content/uploads/2025/03/{n}-300x169.jpg 300w, https://desk.example/wp-content/uploads/2025/03/{n}-768x432.jpg 768w" sizes="(max-width: 709px) 85vw, (max-width: 909px) 67vw, (max-width: 984px) 60vw, 840px" />	</a>
"""


def archive_page() -> bytes:
    """The page, some 210 kB; half of it are the posts."""
    posts = "".join(_post(n) for n in range(POSTS))
    main = f"""<div id="page" class="site"><div class="site-inner"><a class="skip-link screen-reader-text" href="#content">Skip</a>
{_header()}<div id="content" class="site-content"><div id="primary" class="content-area"><main id="main" class="site-main">
<header class="page-header"><h1 class="page-title">Category: <span>Harbours</span></h1></header>
{posts}{_PAGINATION}</main></div>{_sidebar()}</div>{_footer()}</div></div>{_banner()}{_scripts(9)}"""
    body = "archive category category-harbours category-7 wp-embed-responsive group-blog hfeed"
    return f'<!DOCTYPE html>\n<html lang="en-US" class="no-js">\n{_head()}<body class="{body}">\n{main}</body></html>'.encode()


def bare_page() -> bytes:
    """A page with the posts of a classic theme and two menus: what is left when all that surrounds posts is cut away."""
    posts = "".join(_BARE_POST.format(n=n, text=_BARE_TEXT) for n in range(POSTS))
    menu = "<ul>" + '<li class="menu-item"><a href="/a">A menu of a page is long</a></li>' * 40 + "</ul>"
    head = "<!DOCTYPE html><html lang=en><head><title>Harbours</title></head>"
    body = f"<nav>{menu}</nav><main>{posts}</main><aside>{menu}</aside>"
    return f'{head}<body class="archive category">{body}</body></html>'.encode()


def _words(n: int, count: int) -> str:
    words = [_WORDS[(n * 7 + place * 11 + place * place) % len(_WORDS)] for place in range(count)]
    return " ".join(words).capitalize()


def _post(n: int) -> str:
    return _POST.format(
        n=n,
        tag=_WORDS[n % len(_WORDS)],
        title=_words(n, 6),
        thumb=" has-post-thumbnail" if n % 3 == 0 else "",
        picture=_PICTURE.format(n=n) if n % 3 == 0 else "",
        first=f"{_words(n, 38)}. {_words(n + 1, 21)}.",
        second=f"{_words(n + 2, 30)}, {_words(n + 3, 9).lower()}",
    )


def _head() -> str:
    colours = "".join(
        f"--wp--preset--color--{word}: #{n * 4321 % 0xFFFFFF:06x};--wp--preset--gradient--{word}: linear-gradient(135deg,"
        f"rgba(6,147,227,1) {n}%,rgb(155,81,224) 100%);"
        for n, word in enumerate(_WORDS)
    )
    rules = "".join(
        f".has-{word}-color{{color: var(--wp--preset--color--{word}) !important;}}.has-{word}-background-color"
        f"{{background-color: var(--wp--preset--color--{word}) !important;}}.has-{word}-border-color{{border-color: "
        f"var(--wp--preset--color--{word}) !important;}}"
        for word in _WORDS
    )
    links = "".join(
        f'<link rel="stylesheet" id="{word}-css" href="https://desk.example/wp-content/plugins/{word}/style.min.css?ver=6.7" media="all" />\n'
        for word in _WORDS[:14]
    )
    graph = ",".join(
        f'{{"@type":"{kind}","@id":"https://desk.example/#{kind}","url":"https://desk.example/category/harbours/","name":'
        f'"{_words(n, 9)}","description":"{_words(n, 24)}","isPartOf":{{"@id":"https://desk.example/#website"}},"inLanguage":"en-US"}}'
        for n, kind in enumerate(("CollectionPage", "BreadcrumbList", "WebSite", "Organization"))
    )
    return f"""<head><meta charset="UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1.0">
<link rel="profile" href="https://gmpg.org/xfn/11"><script>(function(html){{html.className = html.className.replace(/\\bno-js\\b/,'js')}})(document.documentElement);</script>
<title>Harbours Archives - The Desk</title><link rel="canonical" href="https://desk.example/category/harbours/" />
<meta property="og:locale" content="en_US" /><meta property="og:type" content="article" /><meta property="og:title" content="Harbours Archives" /><meta property="og:url" content="https://desk.example/category/harbours/" /><meta property="og:site_name" content="The Desk" /><meta name="twitter:card" content="summary_large_image" />
<script type="application/ld+json" class="yoast-schema-graph">{{"@context":"https://schema.org","@graph":[{graph}]}}</script>
<link rel="alternate" type="application/rss+xml" title="The Desk &raquo; Feed" href="https://desk.example/feed/" /><link rel="alternate" type="application/rss+xml" title="The Desk &raquo; Comments Feed" href="https://desk.example/comments/feed/" />
{_scripts(4)}<style id="global-styles-inline-css">:root{{{colours}}}{rules}</style>
{links}</head>
"""


def _scripts(count: int) -> str:
    lines = "".join(
        f'var {word}_params = {{"ajax_url":"https:\\/\\/desk.example\\/wp-admin\\/admin-ajax.php","nonce":"a1b2c3d4e5","labels":'
        f'{{"more":"Read more","less":"<a class=\\"more-link\\">Read less<\\/a>"}}}};if(window.{word}){{window.{word}.push({word}_params)}};'
        for word in _WORDS[:6]
    )
    return "".join(
        f'<script id="plugin-{n}-js-extra">\n/* <![CDATA[ */\n{lines}\n/* ]]> */\n</script>\n' for n in range(count)
    )


def _header() -> str:
    items = "".join(
        f'<li id="menu-item-{n}" class="menu-item menu-item-type-taxonomy menu-item-object-category menu-item-has-children menu-item-{n}">'
        f'<a href="https://desk.example/category/{word}/">{word.capitalize()}</a><ul class="sub-menu"><li id="menu-item-9{n}" class="menu-item '
        f'menu-item-type-post_type menu-item-object-page menu-item-9{n}"><a href="https://desk.example/{word}/about/">About {word}s</a></li></ul></li>'
        for n, word in enumerate(_WORDS)
    )
    return f"""<header id="masthead" class="site-header"><div class="site-header-main"><div class="site-branding"><p class="site-title"><a href="https://desk.example/" rel="home">The Desk</a></p><p class="site-description">Briefs from nine harbours</p></div>
<button id="menu-toggle" class="menu-toggle">Menu</button><div id="site-header-menu" class="site-header-menu"><nav id="site-navigation" class="main-navigation" aria-label="Primary Menu"><ul id="menu-main" class="primary-menu">{items}</ul></nav></div></div></header>
"""


def _sidebar() -> str:
    recent = "".join(f'<li><a href="https://desk.example/2025/02/old-{n}/">{_words(n, 6)}</a></li>' for n in range(12))
    said = "".join(
        f'<li class="recentcomments"><span class="comment-author-link"><a href="https://{word}.example" class="url" rel="ugc external nofollow">{word}'
        f'</a></span> on <a href="https://desk.example/2025/02/old-{n}/#comment-{n}">{_words(n, 5)}</a></li>'
        for n, word in enumerate(_WORDS[:12])
    )
    months = "".join(
        f'<li><a href="https://desk.example/{2025 - n // 12}/{12 - n % 12:02}/">{2025 - n // 12}-{12 - n % 12:02}</a>&nbsp;({n})</li>'
        for n in range(60)
    )
    tags = "".join(
        f'<a href="https://desk.example/tag/{word}/" class="tag-cloud-link tag-link-{n} tag-link-position-{n}" style="font-size: 1em;" '
        f'aria-label="{word} ({n} items)">{word}</a>\n'
        for n, word in enumerate(_WORDS)
    )
    return f"""<aside id="secondary" class="sidebar widget-area"><section id="search-2" class="widget widget_search"><form role="search" method="get" class="search-form" action="https://desk.example/"><label><span class="screen-reader-text">Search for:</span><input type="search" class="search-field" placeholder="Search &hellip;" name="s" /></label></form></section>
<section id="recent-posts-2" class="widget widget_recent_entries"><h2 class="widget-title">Recent Posts</h2><ul>{recent}</ul></section><section id="recent-comments-2" class="widget widget_recent_comments"><h2 class="widget-title">Recent Comments</h2><ul id="recentcomments">{said}</ul></section>
<section id="archives-2" class="widget widget_archive"><h2 class="widget-title">Archives</h2><ul>{months}</ul></section><section id="tag_cloud-2" class="widget widget_tag_cloud"><h2 class="widget-title">Tags</h2><div class="tagcloud">{tags}</div></section></aside>
"""


def _footer() -> str:
    path = (
        "M12 2.2c3.2 0 3.6 0 4.9.1 3.3.1 4.8 1.7 4.9 4.9.1 1.3.1 1.6.1 4.8 0 3.2 0 3.6-.1 4.8-.1 3.2-1.7 4.8-4.9 4.9z"
        * 8
    )
    icons = "".join(
        f'<li class="wp-social-link wp-social-link-{word}"><a href="https://{word}.example/desk" class="wp-block-social-link-anchor"><svg width="24" '
        f'height="24" viewBox="0 0 24 24" version="1.1" xmlns="http://www.w3.org/2000/svg" aria-hidden="true"><path d="{path}"></path></svg></a></li>'
        for word in _WORDS[:10]
    )
    return f'<footer id="colophon" class="site-footer"><ul class="wp-block-social-links">{icons}</ul><div class="site-info"><a href="/imprint">Imprint</a></div></footer>'


def _banner() -> str:
    rows = "".join(
        f'<div class="cmplz-category cmplz-{word}"><span class="cmplz-category-header"><span class="cmplz-category-title">{word.capitalize()}</span>'
        f'<input type="checkbox" id="cmplz-{word}" data-category="cmplz_{word}" class="cmplz-consent-checkbox" value="1"/></span><p class='
        f'"cmplz-description">{_words(n, 22)}. <a class="cmplz-link cmplz-read-more-purposes" href="#">Read more</a></p></div>'
        for n, word in enumerate(_WORDS[:16])
    )
    return f'<div id="cmplz-cookiebanner-container"><div class="cmplz-cookiebanner banner-1">{rows}</div></div>'


_PAGINATION: Final = """<nav class="navigation pagination" aria-label="Posts pagination"><h2 class="screen-reader-text">Posts pagination</h2><div class="nav-links"><span aria-current="page" class="page-numbers current">1</span><a class="page-numbers" href="/page/2/">2</a><a class="next page-numbers" href="/page/2/">Next page</a></div></nav>"""
