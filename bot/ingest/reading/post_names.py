"""How themes, block themes, builders and microformats call a post and its parts, the plainest evidence first."""

from typing import Final

from bot.ingest.reading.elements import words

POSTS: Final = (
    *(
        ".wp-block-post",
        ".h-entry",
        ".hentry",
        ".elementor-post",
        ".et_pb_post",
        ".fl-post-grid-post",
        ".fl-post-feed-post",
    ),
    *(
        ".vc_grid-item",
        ".fusion-post-wrapper",
        ".fusion-blog-post",
        ".uagb-post__inner-wrap",
        ".type-post",
        ".blog-entry",
    ),
    *(".jet-listing-grid__item", ".brxe-block.post", ".ct-div-block.post", ".oxy-post", ".eael-grid-post", ".pp-post"),
    *(".premium-blog-post-container", ".td_module_wrap", ".jeg_post", ".kt-blocks-post-grid-item", ".w-grid-item"),
    *("article", '[itemtype$="/BlogPosting"]', '[itemtype$="/NewsArticle"]', '[itemtype$="/Article"]'),
    *(".blog-post", ".post", ".post-item", ".news-item", ".entry", ".article", ".post-card", ".blog-item", ".teaser"),
)
TITLES: Final = (
    *(
        ".entry-title",
        ".wp-block-post-title",
        ".p-name",
        ".post-title",
        ".elementor-post__title",
        ".fl-post-grid-title",
    ),
    *(".et_pb_module_header", ".vc_gitem-post-data-source-post_title", ".fusion-post-title", ".blog-entry-title"),
    *(".fl-post-title", ".fl-post-feed-title", ".uagb-post__title", ".blog-title", ".card-title", ".post_title"),
    *(".entry-header h2", '[itemprop~="headline"]', '[itemprop~="name"]'),
)
HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
EXCERPTS: Final = (
    *(".wp-block-post-excerpt", ".entry-summary", ".p-summary", ".entry-content", ".e-content"),
    *(".elementor-post__excerpt", ".fl-post-grid-content", ".fl-post-feed-content", ".fl-post-excerpt"),
    *(".vc_gitem-post-data-source-post_excerpt", ".fusion-post-content-container", ".blog-entry-summary"),
    *(".uagb-post__excerpt", ".post-excerpt", ".entry-excerpt", ".excerpt", ".wp-block-post-content", ".post-content"),
    *(".post-content-inner", ".post-body", ".post-entry", ".post-text", ".post-summary", ".blog-entry-content"),
    *(".td-excerpt", ".card-text", ".teaser-text", ".summary", ".description"),
    *('[itemprop~="description"]', '[itemprop~="articleBody"]'),
)
PERMALINKS: Final = ("a.u-url", 'a[rel~="bookmark"]', ".wp-block-post-date a", 'a[itemprop~="url"]')
DATES: Final = (
    *("time.published[datetime]", "time.entry-date[datetime]", ".dt-published", '[itemprop~="datePublished"]'),
    *("time[datetime]", ".published", ".entry-date", ".elementor-post-date", ".post-date", ".fl-post-grid-date"),
    *(".fl-post-feed-date", ".vc_gitem-post-data-source-post_date", ".posted-on", ".post-on", ".blog-date", ".date"),
    *(
        "time",
        "span[title]",
        ".entry-footer",
        ".updated",
        ".fusion-meta-info",
        ".post-meta",
        ".entry-meta",
        ".fl-post-grid-meta",
        ".fl-post-feed-meta",
        ".meta",
        ".elementor-post__meta-data",
        '[class*="__date"]',
    ),
)
IMAGES: Final = (".wp-post-image", ".u-photo", "img")
TAGS: Final = ('a[rel~="tag"]', ".p-category")

MORE: Final = words("""
    more-link read-more readmore moretag more continue-reading excerpt-read-more read_more read-more-link more-button
    wp-block-post-excerpt__more-link wp-block-read-more elementor-post__read-more fl-post-grid-more fl-post-more-link
    fusion-read-more et_pb_more_button uagb-post__link entry-read-more post-more btn-readmore read-more-button
    """)
"""A "Read more" link, or what holds it."""

DETAILS: Final = words("""
    entry-meta entry-footer post-meta byline posted-on cat-links tags-links comments-link edit-link entry-date published
    elementor-post__meta-data wp-block-post-date wp-block-post-author wp-block-post-terms wp-block-post-author-name meta
    date author category tags p-author dt-published p-category post-date post-author post-categories featured-label
    vcard sticky-label sticky-post post-edit-link entry-categories entry-tags badge label reading-time
    fl-post-grid-meta
    fl-post-feed-meta fl-post-meta elementor-post-date elementor-post-author elementor-post__badge fusion-meta-info
    post-info post-details kicker post-format read-time entry-format wp-block-post-time-to-read u-comment h-cite
    vc_gitem-post-data-source-post_date vc_gitem-post-data-source-post_author entry-utility wp-caption-text meta-nav
    """)
"""What stands beside title and excerpt in a post, or within its excerpt, and is none of it."""
