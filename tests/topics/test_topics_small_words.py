"""A line of a few words is read in its own language where nobody declared one."""

import pytest

from bot.topics.matcher import find
from bot.topics.query import parse_topic
from bot.topics.readable import Readable
from bot.topics.small_words import latin_language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Tell us more about it."),
        ("de", "Die Züge fielen aus."),
        ("de", "Nach den Wahlen in Thüringen"),
        ("fr", "Les chevaux galopent."),
        ("es", "Las luces de la ciudad"),
        ("it", "Il presidente della Repubblica"),
        ("pt", "O presidente não falou."),
        ("nl", "Het kabinet valt door de stemming."),
        ("pl", "Kobiety protestowały w Warszawie."),
        ("tr", "Savaşlar bitmedi."),
        ("sv", "Regeringen föll på fredagen."),
        ("cs", "Vláda podala demisi ve středu."),
        (None, "Zelensky Trump Putin"),
    ],
)
def test_small_words_and_letters_tell(language: str | None, text: str) -> None:
    assert latin_language(text) == language


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("Zug", "Die Züge fielen aus."),
        ("wahl", "Nach den Wahlen in Thüringen"),
        ("cheval", "Les chevaux galopent."),
        ("luz", "Las luces de la ciudad"),
        ("kobieta", "Kobiety protestowały w Warszawie."),
        ("women", "A woman was elected."),
        ("drone", "Drones!"),
    ],
)
def test_a_topic_finds_other_forms_in_it(topic: str, text: str) -> None:
    assert find(parse_topic(topic), Readable(None, text))
