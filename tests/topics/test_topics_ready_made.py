"""The catalogue: every topic in it can be followed; an operator's file adds, changes, hides, or is refused kindly."""

import re

import pytest

from bot.topics.query import parse_topic
from bot.topics.ready_made import INTERFACE, CatalogueError, catalogue_with, our_catalogue


def test_every_topic_of_ours_can_be_followed() -> None:
    topics = [entry for entry in our_catalogue() if entry.query]
    assert len(topics) >= 60
    for entry in topics:
        assert entry.topic == parse_topic(entry.query or ""), entry.id


def test_no_two_entries_are_the_same_topic() -> None:
    canonical = [entry.topic.canonical for entry in our_catalogue() if entry.topic]
    assert len(set(canonical)) == len(canonical)


def test_every_entry_of_ours_has_a_name_in_each_language() -> None:
    for entry in our_catalogue():
        assert tuple(entry.names) == INTERFACE, entry.id
        assert all(0 < len(name) <= 40 for name in entry.names.values()), entry.id


def test_names_that_stand_side_by_side_differ() -> None:
    catalogue = our_catalogue()
    for holder in ("", *(entry.id for entry in catalogue)):
        for language in INTERFACE:
            names = [child.name(language) for child in catalogue.children(holder)]
            assert len(set(names)) == len(names), (holder, language)


def test_an_id_fits_a_button() -> None:
    assert all(re.fullmatch(r"[a-z0-9-]{1,24}", entry.id) for entry in our_catalogue())


def test_a_screen_of_the_catalogue_is_no_longer_than_a_phone() -> None:
    catalogue = our_catalogue()
    assert all(len(catalogue.children(holder)) <= 14 for holder in ("", *(entry.id for entry in catalogue)))


def test_from_the_top_every_entry_is_reached_once() -> None:
    catalogue = our_catalogue()
    reached = [each.id for top in catalogue.children() for each in catalogue.within(top.id)]
    assert sorted(reached) == sorted(entry.id for entry in catalogue)


def test_a_name_is_given_in_the_language_asked_for_or_in_english() -> None:
    entry = our_catalogue().by_id("germany")
    assert entry
    assert [entry.name(code) for code in ("de", "de-AT", "pt-br", None)] == [
        *("Deutschland", "Deutschland", "Germany", "Germany"),
    ]


OWN = """
[harbours]
in = "economy"
query = '"container ship" OR harbour'
names = { en = "Harbours", de = "Häfen" }

[ukraine]
query = "ukraine"

[sports]
hidden = true

[town]
names = { de = "Unsere Stadt" }

[town-council]
in = "town"
query = "council"
names = { de = "Gemeinderat" }
"""


def test_an_operator_s_file_adds_changes_and_hides() -> None:
    catalogue = catalogue_with(OWN, "own.toml")
    added, changed = catalogue.by_id("harbours"), catalogue.by_id("ukraine")
    assert added in catalogue.children("economy")
    assert changed
    assert (changed.query, changed.name("de"), changed.parent) == ("ukraine", "Ukraine", "europe")
    assert catalogue.by_id("sports") is None
    assert catalogue.by_id("tennis") is None
    assert [entry.name("en") for entry in catalogue.children("town")] == ["Gemeinderat"]
    assert our_catalogue().by_id("tennis")


def test_an_empty_file_changes_nothing() -> None:
    assert list(catalogue_with("", "own.toml")) == list(our_catalogue())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[town", "own.toml is not valid TOML"),
        ('town = "x"', "own.toml: town stands outside of any entry"),
        ('[Town]\nquery = "x"', "own.toml [Town]: an id has at most 24"),
        ('[town]\nqery = "x"', "own.toml [town]: unknown qery; known are hidden, in, names, query"),
        ('[town]\nquery = "council"', "own.toml [town]: it has no name"),
        ('[town]\nnames = { en = "Town" }', "own.toml [town]: it has no query, and nothing stands in it"),
        ('[town]\nnames = "Town"\nquery = "x"', "own.toml [town] names: this is a table"),
        ('[town]\nnames = { en = "" }\nquery = "x"', "own.toml [town] names: en = "),
        ('[town]\nnames = { en = 7 }\nquery = "x"', "own.toml [town] names: en = "),
        ('[town]\nnames = { en = "T" }\nin = "twon"\nquery = "x"', "own.toml [town] in: there is no entry twon"),
        ('[town]\nnames = { en = "T" }\nin = "town"\nquery = "x"', "own.toml [town] in: it stands in itself"),
        ('[world]\nin = "europe"', "own.toml [world] in: it stands in itself"),
        ("[ukraine]\nhidden = 1", "own.toml [ukraine] hidden: this is true or false"),
        ("[ukraine]\nquery = 'kyiv (harbour'", "own.toml [ukraine] query, at “(harbour” (character 6): "),
        ("[ukraine]\nquery = '-war'", "own.toml [ukraine] query, at “-war” (character 1): "),
        ("[ukraine]\nquery = 'kyiv, lviv'", "own.toml [ukraine] query, at “lviv” (character 7): "),
        ("[ukraine]\nquery = ''", "own.toml [ukraine] query, at “” (character 1): "),
    ],
)
def test_a_mistake_is_one_line_that_names_the_entry_and_the_place(text: str, said: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        catalogue_with(text, "own.toml")
    assert str(caught.value).startswith(said)
    assert "\n" not in str(caught.value)
