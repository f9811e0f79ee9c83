"""Feeds and pages as the hostile site writes them."""

STORY = "The harbour was closed on Tuesday after a barge lost its load of timber, the port office said. "


def rss(*items: str, prolog: str = "<?xml version='1.0'?>") -> str:
    """A feed of these items."""
    told = "".join(f"<item>{item}</item>" for item in items)
    return f"{prolog}<rss version='2.0'><channel><title>Desk</title>{told}</channel></rss>"


def titled(*titles: str, prolog: str = "<?xml version='1.0'?>") -> str:
    """A feed of items that have an id, a title and nothing else."""
    return rss(*(f"<guid>{n}</guid><title>{title}</title>" for n, title in enumerate(titles)), prolog=prolog)


def repeated(count: int, item: str) -> str:
    """A feed of one item again and again; `{0}` in it is the number."""
    return rss(*(item.format(number) for number in range(count)))


def declaring(subset: str, title: str) -> str:
    """A feed that declares something for itself, and uses it in a title."""
    return titled(title, prolog=f"<?xml version='1.0'?><!DOCTYPE rss [{subset}]>")


def html(body: str) -> str:
    """A page."""
    return f"<!doctype html><html><head><title>Desk</title></head><body>{body}</body></html>"
