"""What has not changed since the last visit is not read again, and nothing is missed for it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ingest.news import Decision, decide
from bot.ingest.reading.document import Document
from bot.ingest.reading.reader import read_document
from bot.ingest.traces import NO_TRACES, Rest, Traces, rest_of
from bot.ingest.visits import Unchanged, Visited
from storage.model import Brief, BriefId, SourceId, SourceKind, StoredBrief
from tests.ingest.visiting import START, House, told
from tests.ingest.writing import ADDRESS, DATE, rss


def item(name: str, text: str | None = None, *, guid: str | None = None) -> str:
    return f"<title>{name}</title><guid>{guid or name}</guid><description>{text or told(name)}</description>{DATE}"


def left_by(body: str | bytes, left: Traces = NO_TRACES) -> Traces:
    """The traces of a visit that finds `body`, as they come back from storage."""
    rest = look(body, left)
    if rest is None:
        return left
    return Traces.from_bytes(rest.left_by(read_document(rest.body, address=ADDRESS)).to_bytes())


def look(body: str | bytes, left: Traces, *, address: str = ADDRESS) -> Rest | None:
    return rest_of(body.encode() if isinstance(body, str) else body, left, place=(address,), content_type=None)


def read_titles(body: str | bytes, left: Traces) -> list[str | None]:
    """What is read at a visit that finds `body`."""
    rest = look(body, left)
    return [] if rest is None else [brief.title for brief in read_document(rest.body, address=ADDRESS).briefs]


def test_of_a_feed_only_what_is_new_or_changed_is_read() -> None:
    left = left_by(rss(item("Porto"), item("Braga")))
    assert look(rss(item("Porto"), item("Braga")), left) is None
    assert read_titles(rss(item("Faro"), item("Porto"), item("Braga")), left) == ["Faro"]
    assert read_titles(rss(item("Porto"), item("Braga", "Another text altogether.")), left) == ["Braga"]
    assert look(rss(item("Braga"), item("Porto")), left) is None
    assert look(rss(item("Porto")), left) is None


def test_a_feed_that_only_says_when_it_was_built_is_not_read() -> None:
    built = "<lastBuildDate>{}</lastBuildDate><!-- made in {} ms -->"
    left = left_by(rss(item("Porto"), channel=built.format("Mon", 17)))
    assert look(rss(item("Porto"), channel=built.format("Tue", 18)), left) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda feed: feed.replace("<title>The Desk</title>", "<title>Our Desk</title>"),
        lambda feed: feed.replace("<channel>", "<channel><language>pt</language>"),
        lambda feed: feed.replace("<rss ", '<rss xml:base="https://other.example/" '),
        lambda feed: feed.replace("xmlns:media", "xmlns:mist"),
        lambda feed: feed.replace("</item><item>", "</item><!-- <item> --><item>"),
        lambda feed: feed.replace("</item><item>", "</item> and <item>"),
        lambda feed: feed.replace("</description>", "<![CDATA[</item><item>]]></description>", 1),
    ],
)
def test_where_the_shell_changed_or_items_do_not_part_everything_is_read(change: object) -> None:
    assert callable(change)
    feed = rss(item("Porto"), item("Braga"))
    body = change(feed)
    assert body != feed
    rest = look(body, left_by(feed))
    assert rest is not None
    assert rest.body == body.encode()
    assert not rest.skipped


def test_the_same_bytes_at_another_address_are_read() -> None:
    rest = look(rss(item("Porto")), left_by(rss(item("Porto"))), address="https://other.example/")
    assert rest is not None


def test_another_version_of_the_reader_trusts_no_traces() -> None:
    left = Traces(b"x" * 16, is_utf8=True, language="pt-BR", keys_of_items={b"y" * 16: b"z" * 8}, cut_from=250)
    stored = left.to_bytes()
    assert Traces.from_bytes(stored) == left
    assert Traces.from_bytes(b"another version " + stored[16:]) == NO_TRACES
    assert Traces.from_bytes(b"") == Traces.from_bytes(None) == NO_TRACES


def test_a_page_or_a_json_feed_is_read_whole_unless_all_of_it_is_the_same() -> None:
    for body in ("<html><body><p>A page about the harbour.</p></body></html>", '{"version": "x", "items": []}'):
        rest = look(body, NO_TRACES)
        assert rest is not None
        left = Traces.from_bytes(rest.left_by(Document(kind=SourceKind.ARCHIVE)).to_bytes())
        assert look(body, left) is None
        changed = look(f"{body} ", left)
        assert changed is not None
        assert changed.body == f"{body} ".encode()


def test_bytes_that_mean_other_letters_beside_others_are_read_with_them() -> None:
    ascii_, latin = item("Porto"), item("Caf\u00e9")
    whole = rss(ascii_, latin).replace("UTF-8", "iso-8859-1").encode("latin-1")
    left = left_by(whole)
    assert read_titles(rss(item("Faro"), ascii_, latin).replace("UTF-8", "iso-8859-1").encode("latin-1"), left) == [
        "Faro"
    ]
    # By itself it would be valid UTF-8.
    odd = rss(item("Faro Ã©"), ascii_, latin).replace("UTF-8", "iso-8859-1").encode("latin-1")
    assert read_titles(odd, left) == ["Faro Ã©", "Porto", "Caf\u00e9"]


def test_more_items_than_are_read_are_never_read_later() -> None:
    feed = rss(*(item(str(number), "Short.") for number in range(1_010)))
    assert look(feed, left_by(feed)) is None
    assert read_titles(feed.replace("<item>", f"<item>{item('Porto')}</item><item>", 1), left_by(feed)) == ["Porto"]


def test_an_id_that_is_used_twice_is_told_apart_as_ever() -> None:
    before = rss(item("Porto", guid="1"))
    rest = look(rss(item("Braga", guid="1"), item("Porto", guid="1")), left_by(before))
    assert rest is not None
    assert rest.is_entangled(read_document(rest.body, address=ADDRESS))
    twice = rss(item("Braga", guid="1"), item("Porto", guid="1"))
    assert left_by(twice).keys_of_items == {}


_PORTUGUESE = "O porto reabriu esta manhã depois da tempestade, e os barcos voltaram a sair para o mar com as redes. "


def test_a_brief_that_is_certainly_in_another_language_is_read_with_the_others() -> None:
    porto, braga = item("Porto", told("Porto") * 3), item("Braga", told("Braga") * 3)
    left = left_by(rss(porto, braga))
    assert left.language == "en"
    for text, is_entangled in ((told("Faro") * 3, False), (_PORTUGUESE * 2, True), ("Порт открыт.", True)):
        rest = look(rss(item("Faro", text), porto, braga), left)
        assert rest is not None
        document = rest.completed(read_document(rest.body, address=ADDRESS))
        assert rest.is_entangled(document) is is_entangled


def test_a_brief_too_short_to_tell_is_in_the_language_of_the_others() -> None:
    porto, braga = item("Porto", told("Porto") * 3), item("Braga", told("Braga") * 3)
    body = rss(item("Faro", "Fechado."), porto, braga)
    rest = look(body, left_by(rss(porto, braga)))
    assert rest is not None
    alone = rest.completed(read_document(rest.body, address=ADDRESS))
    assert not rest.is_entangled(alone)
    assert alone.briefs == read_document(body.encode(), address=ADDRESS).briefs[:1]


def test_a_text_that_is_cut_as_those_before_it_is_an_excerpt() -> None:
    long = " ".join(told(name) for name in ("Porto", "Braga", "Faro", "Lagos", "Tavira"))
    cut = [item(f"Day {day}", long[3 * day : 3 * day + 160].strip()) for day in range(8)]
    body = rss(*cut)
    rest = look(body, left_by(rss(*cut[1:])))
    assert rest is not None
    alone = rest.completed(read_document(rest.body, address=ADDRESS))
    assert not rest.is_entangled(alone)
    assert alone.briefs == read_document(body.encode(), address=ADDRESS).briefs[:1]
    assert alone.briefs[0].truncated
    longer = look(rss(item("New", long), *cut), left_by(body))
    assert longer is not None
    assert longer.is_entangled(longer.completed(read_document(longer.body, address=ADDRESS)))


@dataclass(frozen=True)
class Desk:
    """A source as storage remembers it: what is in its archive, and what its last visit left."""

    archive: tuple[StoredBrief, ...] = ()
    left: Traces = NO_TRACES

    def visited(self, body: str, *, first: bool) -> tuple[Decision, "Desk"]:
        """What a visit decides that reads no more than it must."""
        rest = look(body, self.left)
        if rest is None:
            return Decision(), self
        document = rest.completed(read_document(rest.body, address=ADDRESS))
        if rest.is_entangled(document):
            return replace(self, left=NO_TRACES).visited(body, first=first)
        unread = [stored.id for stored in self.archive if rest.holds_back(stored.brief.key)]
        decision = decided(document, self.archive, first=first, unread=unread)
        return decision, Desk(stored(self.archive, decision), Traces.from_bytes(rest.left_by(document).to_bytes()))


def decided(
    document: Document, archive: Sequence[StoredBrief], *, first: bool, unread: Sequence[BriefId] = ()
) -> Decision:
    keys = {brief.key for brief in document.briefs}
    openings = {brief.opening for brief in document.briefs} - {""}
    known = [each for each in archive if each.brief.key in keys or each.brief.opening in openings]
    return decide(document.briefs, known, kind=document.kind, first_visit=first, unread=unread)


def stored(archive: Sequence[StoredBrief], decision: Decision) -> tuple[StoredBrief, ...]:
    revised = dict(decision.revisions)
    kept = [each.model_copy(update={"brief": revised.get(each.id, each.brief)}) for each in archive]
    fresh: list[Brief] = [*decision.silent, *decision.news]
    added = [
        StoredBrief(id=BriefId(len(kept) + n), source_id=SourceId(1), source_title="S", seen_at=START, brief=brief)
        for n, brief in enumerate(fresh, start=1)
    ]
    return (*kept, *added)


_TEXTS = st.sampled_from(
    [*(told(name) for name in ("Porto", "Braga", "Faro")), told("Porto") + " And more.", "Short.", "Ça va, déjà?"]
)
_ITEMS = st.builds(item, st.sampled_from(["Um", "Dois", "Três", "Quatro", "Cinco"]), _TEXTS)
_FEEDS = st.lists(_ITEMS, max_size=6, unique=True)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(_FEEDS, st.sampled_from(["The Desk", "Our Desk"])), min_size=2, max_size=5))
def test_reading_what_changed_decides_as_reading_everything(visits: list[tuple[list[str], str]]) -> None:
    desk, archive = Desk(), tuple[StoredBrief, ...]()
    for number, (items, title) in enumerate(visits):
        # Declared: a guess depends on which other items a feed has, and changes with them.
        body = rss(*items, channel="<language>pt</language>").replace("The Desk", title)
        decision, desk = desk.visited(body, first=number == 0)
        whole = decided(read_document(body.encode(), address=ADDRESS), archive, first=number == 0)
        archive = stored(archive, whole)
        assert decision == whole


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.binary(max_size=100))
def test_whatever_the_bytes_are_they_are_looked_at_without_an_error(body: bytes, stored_traces: bytes) -> None:
    feed = rss(item("Porto")).encode() + body
    for each in (body, feed, feed.replace(b"</item>", body)):
        rest = look(each, Traces.from_bytes(stored_traces))
        assert rest is not None
        assert rest.body == each


async def test_a_visit_reads_what_is_new_and_stores_it(house: House) -> None:
    house.site.body = rss(item("Porto"), item("Braga"))
    assert await house.visit(after=timedelta()) == Visited(news=0, silent=2, revised=0)
    assert await house.visit() == Unchanged()
    house.site.body = rss(item("Faro"), item("Porto"), item("Braga", told("Braga") + " It was mended."))
    assert await house.visit() == Visited(news=1, silent=0, revised=1)
    assert await house.owed() == ["Faro"]
    house.site.body = rss(item("Sines", guid="Porto"), item("Faro"), item("Porto"))
    assert await house.visit() == Visited(news=1, silent=0, revised=0)
    assert await house.owed() == ["Faro", "Sines"]


async def test_a_source_that_comes_back_is_read_from_the_beginning(house: House) -> None:
    house.site.body = rss(item("Porto"))
    await house.visit(after=timedelta())
    await house.storage.remove_source(house.address)
    await house.storage.add_source(house.address, now=house.at)
    assert (await house.source()).traces is None
    assert await house.visit() == Visited(news=0, silent=0, revised=0)
