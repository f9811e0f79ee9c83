"""What stands around posts and within them on a page, by the names that themes, builders and plug-ins give it."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from bot.ingest.reading.elements import attribute, words

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_TAGS: Final = words(
    "script style template nav aside iframe dialog noscript svg button select textarea object canvas audio video"
)
_ROLES: Final = words(
    "navigation complementary banner contentinfo dialog search alertdialog menu menubar tablist toolbar"
)

SPOKEN: Final = words(
    "screen-reader-text sr-only visually-hidden visuallyhidden assistive-text screen-reader-only u-hidden-visually"
)
"""Words for screen readers: they stand within the very links and titles that are read."""

_NAMES: Final = SPOKEN | words("""
    site-header site-footer masthead colophon header footer page-footer main-header sidebar sidebars secondary tertiary
    widget widget-area widgets footer-widgets breadcrumb breadcrumbs menu main-menu navbar topbar site-navigation
    main-navigation skip-link site-branding off-canvas offcanvas mobile-menu search-form searchform toolbar
    CybotCookiebotDialog onetrust-consent-sdk usercentrics-root didomi-host
    comments respond comments-area comment-list commentlist comment-respond comment-form disqus_thread fb-comments
    comment-section comments-section comments-wrapper comments-link webmentions
    yarpp crp_related rp4wp-related-posts jp-relatedposts more-from read-next readnext recommended recommendations
    recommendation recirculation recirc upnext up-next you-may-like also-like outbrain taboola trending trending-posts
    most-read most-popular popular popular-posts recent-posts latest-posts see-also teaser-list next-article
    next-post prev-post previous-post
    author-box author-bio about-author about-the-author author-info post-author-box authorbox author-profile
    saboxplugin-wrap pp-multiple-authors-boxes-wrapper abh_box m-a-box molongui-author-box
    newsletter mc4wp-form subscribe subscription subscribe-form jetpack_subscription_widget signup sign-up
    newsletter-form optin opt-in pagination nav-links navigation posts-navigation post-navigation page-numbers pager
    wp-pagenavi wp-block-query-pagination elementor-pagination paging-navigation nav-previous nav-next pagenavi
    page-links
    post-nav-links ad ads advert adverts advertisement adsbygoogle ad-container ad-wrapper ad-slot adbox anzeige werbung
    reklama publicidad publicite sponsor sponsored sponsored-post promo promotion promoted code-block
    sharedaddy social-share share share-buttons share-links share-bar sharing social social-links social-icons
    socials post-share share-this addtoany_share_save_container a2a_kit addthis_toolbox shariff
    heateor_sss_sharing_container
    essb_links ssba feedflare addthis_inline_share_toolbox sd-sharing social-sharing social-media sassy-social-share
    modal popup pop-up lightbox overlay paywall paywall-container login-form cookie-notice cookies
    caption captions wp-caption wp-caption-text image-caption photo-caption img-caption credit credits video-credit
    photo-credit image-credit instagram-media tiktok-embed fb-post fb-video rating ratings post-ratings kk-star-ratings
    wp-postratings post-ratings-loading print-only no-print printfriendly noprint d-print-none
    """)
_STARTS: Final = (
    *("cookie", "cmplz", "cli-", "gdpr", "borlabs", "ad-", "div-gpt-ad", "google_ads", "ezoic-ad", "mailpoet", "tptn"),
    *(
        "mc_embed",
        "mailmunch",
        "rp4wp",
        "crp_",
        "yarpp",
        "jp-related",
        "fb-root",
        "wpdiscuz",
        "wpd-",
        "disqus",
        "nc_socialPanel",
    ),
)
_PARTS: Final = re.compile(
    r"related|newsletter|consent|yarpp|banner-ad|sponsored|share-?buttons|sharing|social-?share|share-?(?:bar|links|icons|tools)"
    r"|cookie-?(?:bar|banner|law|notice)|recommend|recirc|subscri(?:be|ption)-|also-?(?:like|read)|(?:^|[-_])comments?(?:$|[-_])"
    r"|(?:^|[-_])(?:captions?|credits?)(?:$|[-_])|(?:^|[-_])(?:most|top)-?(?:read|popular|viewed)|popular-?posts|recent-?posts|author-?(?:box|bio|card)|sidebar(?!-)"
)
_OWN: Final = words("hentry h-entry post type-post page wp-block-post elementor-post et_pb_post entry Blog")
"""Who has one of these is a post: its categories and tags stand among its classes and are no names of its own.

Or it holds the posts: Blogger's list of them is "widget Blog".
"""

_WORDS_OF_A_WRAPPER: Final = re.compile(r"(?:^|[-_])(?:has|no|with|without|left|right|wrap|layout)(?:$|[-_])")
"""A name such as "content-with-sidebar" tells of what lies beside, too."""


def is_beside(node: "LexborNode") -> bool:
    """Whether the element stands beside what the page tells: a menu, a banner, comments, a list of related posts."""
    if node.tag in _TAGS:
        return True
    attributes = node.attributes
    return (bool(attributes) and _is_named_beside(attributes)) or _is_hidden(attributes)


def _is_named_beside(attributes: Mapping[str, str | None]) -> bool:
    if (attributes.get("role") or "") in _ROLES:
        return True
    names = attributes.get("class"), attributes.get("id")
    return any(says_beside(name) for name in names if name)


def _is_hidden(attributes: Mapping[str, str | None]) -> bool:
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return style is not None and "display:none" in style.replace(" ", "").lower()


@lru_cache(maxsize=4096)
def says_beside(names: str) -> bool:
    """Whether a class or an id, or any of several, names something beside."""
    # Cached: the elements of a page, and the pages of a theme, have few different names.
    words = names.split()
    if not _OWN.isdisjoint(words):
        return False
    return any(
        word in _NAMES
        or word.startswith(_STARTS)
        or (_PARTS.search(word.lower()) is not None and not _WORDS_OF_A_WRAPPER.search(word))
        for word in words
    )


_BOX: Final = re.compile(r"(?:^|[-_ ])[a-z]*-?box(?:$| )|call-?to-?action|(?:^|[-_ ])cta(?:$|[-_ ])")
"""Within an article, what calls itself a box is one."""

_FRAMES: Final = frozenset(("header", "footer"))
_MAIN: Final = frozenset(("article", "main", "section"))
_MOST_WEIGHED: Final = 500
_SHARE_THAT_STAYS: Final = 0.4
"""Of the body's prose: what holds that much is what the page tells, whatever its name says."""


def clear(body: "LexborNode") -> None:
    """Take out of the body what stands beside what it tells, and the frame of the page."""
    whole = _prose(body)
    weighed = 0
    # Each with whether it lies in an article: headers and footers there belong to it.
    stack = [(child, False) for child in body.iter()]
    while stack:
        node, inside = stack.pop()
        tag = node.tag or ""
        name = (attribute(node, "class") or "").strip().lower()
        frames = (inside and _BOX.search(name)) or (not inside and (tag in _FRAMES or name in _FRAMES))
        beside = bool(frames) or is_beside(node)
        if beside and tag not in _TAGS:
            weighed += 1
            # A page for people has no thousand boxes, one in the other, to be weighed.
            beside = weighed <= _MOST_WEIGHED and _prose(node) <= whole * _SHARE_THAT_STAYS
        if beside:
            node.decompose(recursive=False)
        else:
            stack.extend((child, inside or tag in _MAIN) for child in node.iter())


def _prose(node: "LexborNode") -> int:
    """Characters of the node's longer paragraphs, of all its text where it has none."""
    paragraphs = sum(len(text) for paragraph in node.css("p") if len(text := paragraph.text()) > 60)
    return paragraphs or len(node.text(strip=True)) // 4
