"""Nothing is told twice, and nothing new is passed over (fault 78)."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import clock
from bot.ingest.news import Decision, decide, oldest_first
from bot.stories.tellings import opening
from storage.model import Brief, BriefId, SourceId, SourceKind, StoredBrief

NOW = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)
FEED, PAGE, TEXT = SourceKind.FEED, SourceKind.ARCHIVE, SourceKind.TEXT

FIRE = (
    "Firefighters in Lisbon needed two nights to put out a fire in a warehouse by the harbour, the city said on Monday."
)


def brief(key: str, text: str = "", *, day: int | None = None, url: str | None = None) -> Brief:
    published_at = NOW + timedelta(days=day) if day is not None else None
    return Brief(key=key, text=text or key, opening=opening(text), published_at=published_at, url=url)


def stored(brief: Brief, number: int = 1) -> StoredBrief:
    return StoredBrief(id=BriefId(number), source_id=SourceId(1), source_title="S", seen_at=NOW, brief=brief)


def page(letters: str) -> list[Brief]:
    """A page of undated briefs, one a letter, as it lists them."""
    return [brief(letter) for letter in letters]


def archive(letters: str) -> list[StoredBrief]:
    return [stored(brief(letter), number) for number, letter in enumerate(letters, 1)]


def keys(briefs: Sequence[Brief]) -> str:
    return "".join(brief.key for brief in briefs)


@pytest.mark.parametrize("kind", SourceKind)
def test_a_first_visit_stores_everything_and_pushes_nothing(kind: SourceKind) -> None:
    decision = decide(page("cba"), [], kind=kind, first_visit=True)
    assert (keys(decision.news), keys(decision.silent)) == ("", "abc")


@pytest.mark.parametrize("kind", SourceKind)
def test_an_empty_source_that_was_visited_has_only_news(kind: SourceKind) -> None:
    assert keys(decide(page("cba"), [], kind=kind, first_visit=False).news) == "abc"


@pytest.mark.parametrize(
    ("listed", "known", "news", "silent"),
    [
        ("dcb", "abc", "d", ""),
        ("edcb", "abc", "de", ""),
        ("cba", "bc", "", "a"),
        ("dcba", "bc", "d", "a"),
        ("cxb", "abc", "x", ""),
        ("sdcb", "sabc", "d", ""),
        ("stedcb", "stabc", "de", ""),
        ("sdc", "s", "", "cd"),
        ("fedxcb", "bcdef", "x", ""),
        ("gfedxcb", "bcdefg", "", "x"),
        ("ncxb", "bc", "n", "x"),
        ("cba", "", "abc", ""),
    ],
    ids=[
        "one on top, one gone below",
        "two on top",
        "an older one slid onto the page",
        "both at once",
        "below one sticky post",
        "below a sticky post, above the others",
        "below two sticky posts",
        "below a sticky post and above nothing known: may have slid",
        "below three known",
        "below four known: those are not sticky",
        "in the middle although something stands on top",
        "nothing known any more",
    ],
)
@pytest.mark.parametrize("kind", [PAGE, TEXT])
def test_news_of_a_page_is_what_stands_above_the_known(
    kind: SourceKind, listed: str, known: str, news: str, silent: str
) -> None:
    decision = decide(page(listed), archive(known), kind=kind, first_visit=False)
    assert (keys(decision.news), keys(decision.silent)) == (news, silent)
    assert decision.revisions == ()


def test_a_dated_brief_below_a_sticky_post_is_news_if_it_is_later_than_all_that_is_known() -> None:
    sticky, new, old = brief("s", day=-30), brief("n", day=1), brief("o", day=-40)
    decision = decide([sticky, new, old], [stored(sticky)], kind=PAGE, first_visit=False)
    assert (keys(decision.news), keys(decision.silent)) == ("n", "o")


def test_any_unknown_entry_of_a_feed_is_news_wherever_it_stands() -> None:
    decision = decide(page("dcxba"), archive("abcd"), kind=FEED, first_visit=False)
    assert (keys(decision.news), keys(decision.silent)) == ("x", "")


def test_a_changed_entry_is_a_revision_and_never_news() -> None:
    before, after = brief("a", FIRE), brief("a", FIRE + " Nobody was hurt.")
    decision = decide([after], [stored(before, 7)], kind=FEED, first_visit=False)
    assert decision == Decision(revisions=((BriefId(7), after),))


def test_an_unchanged_entry_is_nothing() -> None:
    assert decide([brief("a", FIRE)], [stored(brief("a", FIRE))], kind=FEED, first_visit=False) == Decision()


def test_an_instant_that_is_stored_less_finely_is_no_change() -> None:
    exact = brief("a", day=0).model_copy(update={"published_at": NOW + timedelta(microseconds=1999)})
    kept = exact.model_copy(update={"published_at": NOW + timedelta(milliseconds=1)})
    assert decide([exact], [stored(kept)], kind=FEED, first_visit=False) == Decision()


def test_the_same_telling_under_a_new_key_is_a_revision() -> None:
    """A feed whose ids change each time, and a text whose key is its hash."""
    before, after = brief("id1", FIRE), brief("id2", FIRE.replace("Monday", "Tuesday"))
    decision = decide([after], [stored(before, 7)], kind=FEED, first_visit=False)
    assert decision == Decision(revisions=((BriefId(7), after),))


def test_another_day_s_report_with_the_same_opening_is_news() -> None:
    start = "Here is what the weather office expects for the whole of the coming day: "
    before, after = (
        brief("mon", start + "rain in the north, and snow above."),
        brief("tue", start + "sun and more sun."),
    )
    assert keys(decide([after], [stored(before)], kind=FEED, first_visit=False).news) == "tue"


def test_a_telling_that_stands_twice_in_a_document_is_told_once() -> None:
    first, again = brief("a", FIRE), brief("b", FIRE)
    fresh = decide([again, first], [], kind=FEED, first_visit=False)
    assert (keys(fresh.news), keys(fresh.silent)) == ("a", "b")
    later = decide([again, first], [stored(first)], kind=FEED, first_visit=False)
    assert (keys(later.news), keys(later.silent), later.revisions) == ("", "b", ())


def test_a_repeated_telling_does_not_hide_the_news_below_it() -> None:
    listed = [brief("b", FIRE), brief("a", FIRE), brief("n"), brief("k")]
    assert keys(decide(listed, [stored(brief("k"))], kind=PAGE, first_visit=False).news) == "na"


def test_a_key_that_stands_twice_in_a_document_counts_once() -> None:
    decision = decide([brief("a", "new"), brief("a", "old"), brief("b")], [], kind=FEED, first_visit=False)
    assert [(b.key, b.text) for b in decision.news] == [("b", "b"), ("a", "new")]


def test_short_texts_are_never_taken_for_one_another() -> None:
    decision = decide([brief("b", "Live blog")], [stored(brief("a", "Live blog"))], kind=FEED, first_visit=False)
    assert keys(decision.news) == "b"


def test_a_source_that_opens_every_brief_alike_is_decided_in_time() -> None:
    """Not by comparing each with each."""
    text = (
        "This is the daily newsletter of the harbour town with all that happened there in the last day, item {0} {0}x"
    )
    listed = [brief(str(n), text.format(f"{n}a {n}b {n}c {n}d {n}e {n}f {n}g")) for n in range(800)]
    began = clock.monotonic()
    assert len(decide(listed, [], kind=FEED, first_visit=False).news) == 800
    assert clock.monotonic() - began < 5


def test_the_oldest_comes_first_by_date_and_else_by_reversed_position() -> None:
    assert keys(oldest_first([brief("c", day=1), brief("a", day=3), brief("b", day=2)])) == "cba"
    assert keys(oldest_first([brief("b", day=1), brief("a", day=1)])) == "ab"
    assert keys(oldest_first([brief("d"), brief("b", day=2), brief("c"), brief("a", day=1)])) == "abcd"


# Few texts that are alike in different degrees, so that keys and tellings often meet.
TELLINGS = [
    FIRE,
    FIRE.replace("Monday", "Tuesday"),
    FIRE + " Nobody was hurt.",
    FIRE.replace("Lisbon", "Porto"),
    "Fire",
]
BRIEFS = st.builds(
    lambda key, text, day: brief(key, text, day=day),
    st.sampled_from("abcdefghij"),
    st.sampled_from(TELLINGS) | st.just(""),
    st.none() | st.integers(-3, 3),
)


def store(archive: list[StoredBrief], decision: Decision) -> list[StoredBrief]:
    """What storage does with a decision: a revision takes the place of the stored brief, key and all."""
    revised = dict(decision.revisions)
    kept = [one.model_copy(update={"brief": revised.get(one.id, one.brief)}) for one in archive]
    fresh = enumerate([*decision.news, *decision.silent], len(archive) + 1)
    return [*kept, *(stored(brief, number) for number, brief in fresh)]


@given(st.lists(st.lists(BRIEFS, max_size=8), min_size=1, max_size=3), st.sampled_from(SourceKind))
@settings(deadline=None, max_examples=150)
def test_deciding_again_about_the_same_document_gives_nothing(documents: list[list[Brief]], kind: SourceKind) -> None:
    known: list[StoredBrief] = []
    for number, document in enumerate(documents):
        decision = decide(document, known, kind=kind, first_visit=number == 0)
        assert sorted(b.key for b in decision.news + decision.silent) == sorted(
            {b.key for b in decision.news + decision.silent}
        )
        known = store(known, decision)
        assert len({one.brief.key for one in known}) == len(known)
        assert decide(document, known, kind=kind, first_visit=False) == Decision()


@given(st.lists(BRIEFS, max_size=12))
@settings(deadline=None, max_examples=100)
def test_the_order_is_total(listed: list[Brief]) -> None:
    ordered = oldest_first(listed)
    assert sorted(b.key for b in ordered) == sorted(b.key for b in listed)
    dated = [b.published_at for b in ordered if b.published_at]
    assert dated == sorted(dated)
    assert [b.published_at is None for b in ordered] == [False] * len(dated) + [True] * (len(ordered) - len(dated))
