"""A topic read back: short, right English, in which every word of the topic is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.topics.explained import explained, in_plain_text
from bot.topics.nodes import And, InTitle, Mark, Near, Node, Not, Or, Prefix, Word
from bot.topics.query import parse_topic
from tests.topic_phrases import WORDS, queries, understood

ALSO = {"ukraine": ("Ukrainian", "Украина", "Україна", "Kyiv", "Kiev")}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("sport", "mention *sport*"),
        ("ukraine energy", "mention *energy* and *ukraine*"),
        ("a1 b1 c1", "mention *a1*, *b1* and *c1*"),
        ("ukraine (energy OR electricity) -sport", "mention *ukraine* and *electricity* or *energy*, but not *sport*"),
        ("gas -oil -coal", "mention *gas*, but not *coal* or *oil*"),
        ("gas OR oil OR coal", "mention *coal*, *gas* or *oil*"),
        ("(a1 OR b1) (c1 OR d1)", "mention either *a1* or *b1* and either *c1* or *d1*"),
        ("kursk OR (fico -gas)", "mention *kursk*, or that mention *fico*, but not *gas*"),
        ("x1 (a1 OR (b1 c1))", "mention *x1* and (*a1*, or *b1* and *c1*)"),
        ("x1 -(a1 b1)", "mention *x1* and (no *a1*, or no *b1*)"),
        ('"second front"', "mention the phrase *second front*"),
        ("exact:bush", "mention exactly *bush*"),
        ("ukrain*", "mention words that begin with *ukrain*"),
        ("gas NEAR/5 oil", "mention *gas* near *oil* (at most 5 words between)"),
        ("gas NEAR/1 (oil OR sea)", "mention *gas* near *oil* or *sea* (at most 1 word between)"),
        ("gas NEAR/0 oil", "mention *gas* right beside *oil*"),
        ("title:war", "mention *war* in the title"),
        ("title:(war OR peace)", "mention *peace* or *war* in the title"),
        ("gas title:war -title:peace", "mention *gas* and *war* in the title, but not *peace* in the title"),
        ("source:bbc", "come from *bbc*"),
        ("source:(bbc, dpa)", "come from *bbc* or *dpa*"),
        ("war source:bbc lang:de", "mention *war*, are written in *German* and come from *bbc*"),
        ("war -source:bbc", "mention *war*, but do not come from *bbc*"),
        ("war -gas -source:bbc", "mention *war*, but not *gas*, and do not come from *bbc*"),
        ("war OR source:bbc", "mention *war*, or that come from *bbc*"),
        ('tag:"climate change" lang:de-at', "are written in *German (AT)* and are tagged *climate change*"),
        ("x1 (a1 OR tag:war)", "mention *x1* and (*a1*, or the tag *war*)"),
    ],
)
def test_a_topic_is_read_back_in_words(typed: str, told: str) -> None:
    assert in_plain_text(explained(parse_topic(typed).root)) == f"briefs that {told}"


def test_other_names_are_told_but_not_all_of_many() -> None:
    told = in_plain_text(explained(parse_topic("ukraine gas").root, ALSO))
    assert told == "briefs that mention *gas* and *ukraine* (also *Ukrainian*, *Украина*, *Україна* and 2 more)"


def words_in(node: Node) -> list[str]:
    """All words of a topic, but for the codes of languages, which are read as their names."""
    match node:
        case And(nodes) | Or(nodes) | Near(nodes):
            return [word for each in nodes for word in words_in(each)]
        case Not(of) | InTitle(of):
            return words_in(of)
        case Word(word) | Prefix(word):
            return [word]
        case Mark("lang"):
            return []
        case _:
            return list(node.words)


@given(queries(st.sampled_from(WORDS)))
@settings(deadline=None, max_examples=200)
def test_every_topic_can_be_read_back_with_all_its_words(typed: str) -> None:
    query = understood(typed)
    if query:
        pieces = explained(query.root)
        emphasised = " ".join(piece.text for piece in pieces if piece.is_word)
        assert all(word in emphasised for word in words_in(query.root))
        assert in_plain_text(pieces).startswith("briefs that ")
