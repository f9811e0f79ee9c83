"""What each kind of node finds in a brief, and where; the index finds the same."""

import pytest

from bot.topics.matcher import Matcher, find
from bot.topics.nodes import And, Exact, InTitle, Mark, Near, Node, Not, Or, Phrase, Prefix, Word, canonical
from bot.topics.query import Query
from bot.topics.readable import Readable

BRIEF = Readable(
    "Ukraine’s energy front",
    "Zelenskyy spoke of new U.S. aid; Naïve critics, us among them, saw nothing new. Energy is short in Ukraine.",
    language="en",
    tags=("Climate change", "war"),
    source="BBC News bbc.co.uk",
)


def where(node: Node) -> tuple[list[str], list[str]] | None:
    query = Query(canonical(node), node, canonical(node))
    matcher = Matcher()
    matcher.add(1, query)
    found = find(query, BRIEF)
    assert matcher.match(BRIEF) == ({} if found is None else {1: found})
    assert matcher.matching(BRIEF) == (set() if found is None else {1})
    matcher.remove(1)
    assert matcher.matching(BRIEF) == set()
    return found and ([(BRIEF.title or "")[a:b] for a, b in found.title], [BRIEF.text[a:b] for a, b in found.text])


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (Word("ukraine"), (["Ukraine"], ["Ukraine"])),
        (Exact(("ukraine",)), (["Ukraine"], ["Ukraine"])),
        (Exact(("naïve",)), ([], ["Naïve"])),
        (Exact(("naive",)), None),
        (Exact(("new", "us")), None),
        (Exact(("US",)), ([], ["U.S."])),
        (Exact(("energy", "front")), (["energy front"], [])),
        (Prefix("ukr"), (["Ukraine"], ["Ukraine"])),
        (Prefix("ukrainian"), None),
        (InTitle(Word("ukraine")), (["Ukraine"], [])),
        (InTitle(Phrase(("energy", "front"))), (["energy front"], [])),
        (InTitle(Word("aid")), None),
        (Near((Word("energy"), Word("ukraine")), 2), (["Ukraine", "energy"], [])),
        (Near((Word("energy"), Word("ukraine")), 3), (["Ukraine", "energy"], ["Energy", "Ukraine"])),
        (Near((Word("front"), Word("zelenskyy")), 9), None),
        (Near((Word("new"), Word("new")), 8), None),
        (Near((Word("new"), Word("new")), 9), ([], ["new", "new"])),
        (InTitle(Near((Prefix("energ"), Word("ukraine")), 5)), (["Ukraine", "energy"], [])),
        (Near((Word("new"), Or((Word("aid"), Word("nothing")))), 0), ([], ["nothing", "new"])),
        (
            Near((Word("zelenskyy"), Word("aid"), Phrase(("naive", "critics"))), 4),
            ([], ["Zelenskyy", "aid", "Naïve critics"]),
        ),
        (Near((Word("zelenskyy"), Phrase(("naive", "critics")), Word("aid")), 4), None),
        (Mark("lang", ("en",)), ([], [])),
        (Mark("lang", ("de",)), None),
        (Mark("source", ("bbc",)), ([], [])),
        (Mark("source", ("bbc", "co", "uk")), ([], [])),
        (Mark("source", ("bbc", "uk")), None),
        (Mark("tag", ("climate", "change")), ([], [])),
        (Mark("tag", ("change", "war")), None),
        (And((Word("aid"), Mark("tag", ("war",)), Not(Mark("source", ("cnn",))))), ([], ["aid"])),
        (And((Word("aid"), Not(InTitle(Word("energy"))))), None),
        (Or((Prefix("xyz"), Exact(("aid",)))), ([], ["aid"])),
    ],
)
def test_a_node_finds_its_words(node: Node, expected: tuple[list[str], list[str]] | None) -> None:
    assert where(node) == expected
