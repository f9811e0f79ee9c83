"""Topics and briefs of the same few words, in the scripts of the world: what properties of the topic language draw."""

import contextlib
from dataclasses import replace

from hypothesis import strategies as st

from bot.topics.query import Query, QueryError, parse_topic
from bot.topics.readable import Readable

LATIN = (
    "fico",
    "Fico’s",
    "soldier",
    "soldiers",
    "women",
    "woman",
    "the",
    "us",
    "US",
    "U.S.",
    "F-16",
    "F16",
    "16",
    "1,000",
)
MORE_LATIN = (
    "co-operate",
    "cooperate",
    "naïve",
    "naive",
    "Züge",
    "Zug",
    "struck",
    "strike",
    "bbc.co.uk",
    "AT&T",
    "C++",
)
OTHERS = (
    *("Київ", "київ", "войны", "война", "й", "и"),
    *("ουκρανία", "Ουκρανια", "Ουκρανίας"),
    *("الحرب", "أوكرانيا", "اوكرانيا"),
    *("पुतिन", "हिन्दी", "क्षि"),
    *("ยูเครน", "ยู", "สงคราม"),
    *("乌克兰", "克兰", "乌"),
    *("ウクライナ", "ウク", "戦争"),
)
WORDS = LATIN + MORE_LATIN + OTHERS
BETWEEN = st.sampled_from([*"      ", ", ", "-", "’", "\n\n", " xyz ", " sub"])
NAMES = ("BBC News bbc.co.uk", "BBC World News", "Українська правда", "乌克兰 news", "")
TAGS = ("war", "Climate change", "change of climate", "Soldiers", "войны")
LANGUAGES = (None, None, "en", "en-GB", "de", "ru", "uk", "zh")
MARKS = st.sampled_from(
    ("source:bbc", 'source:"BBC News"', "source:bbc.co.uk", "source:правда", "source:乌克", "tag:war", "tag:soldiers"),
) | st.sampled_from(('tag:"climate change"', 'tag:"change of"', "lang:en", "lang:en-gb", "lang:de", "lang:ru"))


def texts(words: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(st.tuples(words, BETWEEN), max_size=12).map(lambda pairs: "".join(map("".join, pairs)))


def briefs(words: st.SearchStrategy[str]) -> st.SearchStrategy[Readable]:
    tags = st.lists(st.sampled_from(TAGS), max_size=2).map(tuple)
    return st.builds(
        Readable, st.none() | texts(words), texts(words), st.sampled_from(LANGUAGES), tags, st.sampled_from(NAMES)
    ).map(spoken)


def spoken(brief: Readable) -> Readable:
    """No headline all in capitals, where they mean nothing: that is a rule about words, proved with them."""
    if not (brief.title or brief.text).isupper():
        return brief
    return replace(brief, title=f"{brief.title} so") if brief.title else replace(brief, text=f"{brief.text} so")


def queries(words: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    phrases = st.lists(words, min_size=1, max_size=3).map(lambda several: '"' + " ".join(several) + '"')
    prefixes = st.tuples(words, st.integers(2, 5)).map(lambda cut: cut[0][: cut[1]] + "*")
    plain = st.one_of(words, words, phrases, prefixes)
    exact = (words | phrases).map("exact:{}".format)
    near = st.tuples(plain | exact, st.sampled_from("0123"), st.lists(plain | exact, min_size=1, max_size=2)).map(
        lambda parts: "(" + f" NEAR/{parts[1]} ".join([parts[0], *parts[2]]) + ")",
    )
    leaves = st.one_of(plain, plain, exact, near, near, MARKS, (plain | exact | near).map("title:{}".format))
    return st.recursive(leaves, joined, max_leaves=5)


def joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(parts, st.sampled_from([" ", " OR ", " AND ", " -", " NOT ", " | "]), parts)
    return pairs.map(lambda pair: f"({''.join(pair)})") | parts.map("title:{}".format)


@st.composite
def occasions(draw: st.DrawFn) -> tuple[list[str], list[Readable]]:
    """Topics and briefs of the same few words, so that they meet."""
    words = st.sampled_from(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4)))
    return draw(st.lists(queries(words), min_size=1, max_size=8)), draw(st.lists(briefs(words), min_size=1, max_size=4))


def understood(typed: str) -> Query | None:
    with contextlib.suppress(QueryError):
        return parse_topic(typed)
    return None
