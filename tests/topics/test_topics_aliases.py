"""One thing has many names: a topic finds all of them, and nothing that only looks like one."""

from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.topics.alias_tables import LANGUAGES, alias_tables, names_in
from bot.topics.aliases import aliases_of, covered, expanded
from bot.topics.catalogue import catalogue
from bot.topics.folding import fold
from bot.topics.matcher import Matcher
from bot.topics.nodes import And, InTitle, Mark, Near, Node, Not, Or, Phrase, Word
from bot.topics.normal import normalised
from bot.topics.places import Finder, find
from bot.topics.query import parse_topic
from bot.topics.readable import Readable
from bot.topics.words import Reading

PAIRS = Path(__file__).with_name("alias_pairs.txt")


class Judged(NamedTuple):
    """A topic and a sentence, and whether the one finds the other."""

    topic: str
    is_found: bool
    language: str
    sentence: str


def judged_pairs() -> list[Judged]:
    rows = [line.split(" | ") for line in PAIRS.read_text("utf-8").splitlines() if not line.startswith("#")]
    return [Judged(topic, sign == "+", language, sentence) for topic, sign, language, sentence in rows]


@pytest.mark.parametrize("pair", judged_pairs(), ids=lambda pair: f"{pair.topic} – {pair.sentence}")
def test_a_topic_finds_what_a_person_would_say_it_means(pair: Judged) -> None:
    found = find(parse_topic(pair.topic), Readable(None, pair.sentence, pair.language))
    assert (found is not None) is pair.is_found


def test_the_index_of_all_topics_finds_the_same() -> None:
    pairs = judged_pairs()
    matcher = Matcher()
    for number, pair in enumerate(pairs):
        matcher.add(number, parse_topic(pair.topic))
    found = [number in matcher.matching(Readable(None, p.sentence, p.language)) for number, p in enumerate(pairs)]
    assert [p for p, is_found in zip(pairs, found, strict=True) if is_found is not p.is_found] == []


def test_the_canonical_form_shows_no_alias() -> None:
    assert parse_topic("Ukraine north korea").canonical == "korea north ukraine"


@pytest.mark.parametrize("topic", ["harbour war", '"north korea"', "harbour -war", "harbour OR (war -front)", "island"])
def test_a_topic_without_names_stays_as_it_is(topic: str) -> None:
    root = parse_topic(topic).root
    assert expanded(root) is root


def leaves(node: Node) -> set[Node]:
    match node:
        case And(nodes) | Or(nodes):
            return set().union(*map(leaves, nodes))
        case _:
            return {node}


def test_a_name_that_means_this_in_one_language_alone_is_bound_to_it() -> None:
    matched = expanded(Word("iceland"))
    assert isinstance(matched, Or)
    assert And((Word("island"), Mark("lang", ("de",)))) in matched.nodes
    assert Word("island") not in matched.nodes


def test_in_the_title_the_other_names_are_looked_for_in_the_title() -> None:
    matched = expanded(And((InTitle(Word("korea")), InTitle(Word("north")))))
    assert {InTitle(Word("dprk")), InTitle(Phrase(("north", "korean")))} <= leaves(matched)
    assert InTitle(Word("korean")) not in leaves(matched)
    assert InTitle(Word("ukrainian")) in leaves(expanded(InTitle(Word("ukraine"))))


def test_beside_near_the_other_names_are_near_too() -> None:
    matched = expanded(Near((Word("ukraine"), Word("energy")), 5))
    assert isinstance(matched, Near)
    assert isinstance(matched.nodes[1], Or)  # written in the order of the alphabet
    assert Word("ukrainian") in matched.nodes[1].nodes
    assert matched.nodes[0] == Word("energy")


def test_none_of_the_names_of_what_is_left_out_is_there() -> None:
    assert {Not(Word("ukraine")), Not(Word("ukrainian"))} <= leaves(expanded(parse_topic("war -ukraine").root))
    nobody = leaves(expanded(parse_topic("war -(north korea)").root))
    assert {Not(Word("dprk")), Not(Word("north")), Not(Word("korea"))} <= nobody
    assert Not(Word("korean")) not in nobody


def test_the_other_names_are_told_the_most_telling_first() -> None:
    assert aliases_of("ukraine")[:3] == ("Ukrainian", "ukrainisch", "Ukrainer")
    assert aliases_of("украина")[:2] == ("украинский", "украинец")
    assert aliases_of("north korea")[:2] == ("North Korean", "DPRK")
    assert aliases_of("US")[:3] == ("United States", "USA", "American")
    assert aliases_of("harbour") == ()
    assert "Swede" not in aliases_of("sweden")


def test_what_a_topic_also_covers_is_told_by_what_was_asked() -> None:
    assert covered(parse_topic("energy (ukraine OR (north korea)) -russia").root).keys() == {"ukraine", "north korea"}


def test_names_that_are_words_in_small_letters_are_in_the_table_of_words() -> None:
    marked = {
        name.written for line in range(len(alias_tables().lines)) for name in names_in(line) if name.is_as_written
    }
    assert marked == catalogue().as_written


def test_the_key_of_a_name_is_its_fold() -> None:
    tables = alias_tables()
    assert all(fold(key) == key for key in tables.within.union(tables.words) - catalogue().capitals)


SAID = sorted({word for pair in judged_pairs() for word in pair.sentence.split()} | {"Ukraine", "US", "north", "Korea"})


@given(
    words=st.lists(st.sampled_from(SAID), min_size=1, max_size=4),
    sentence=st.lists(st.sampled_from(SAID), max_size=12),
    language=st.sampled_from(LANGUAGES),
)
def test_whoever_knows_more_names_finds_no_less(words: list[str], sentence: list[str], language: str) -> None:
    node = normalised(And(tuple(map(Word, words))))
    finder = Finder(Reading(Readable(None, " ".join(sentence), language)))
    assert finder.matches(expanded(node)) or not finder.matches(node)


def test_every_line_of_the_table_has_a_name_in_every_language_or_in_one() -> None:
    """A name for all, or a name that stands for itself; every mark is one that is explained."""
    for number, line in enumerate(alias_tables().lines):
        languages = {name.language for name in names_in(number)}
        assert line.count("|") in {0, len(LANGUAGES) - 1}, line
        assert {name.marks for name in names_in(number)} <= {"", "~", ">", "^", "=", ">=", ">^"}, line
        assert languages == {"en"} or len(languages) > 3, line


def test_every_name_finds_the_others_where_they_stand() -> None:
    """So that no name lies in the table in a form that no topic or no brief has."""
    lost = []
    for number in range(len(alias_tables().lines)):
        names = names_in(number)
        typed = next(name.written for name in names if ">" not in name.marks and not set("-’'") & set(name.written))
        query = parse_topic(typed.replace("&", " "))
        lost += [
            f"{typed}: {name.written}"
            for name in names[1:]
            if name.is_looked_for and not find(query, Readable(None, f"x {name.written} x", name.language))
        ]
    assert lost == []
