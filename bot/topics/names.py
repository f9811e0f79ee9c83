"""What in a text may be a name: runs of capitals in most scripts, and what stands for them where there are none.

Capitals tell names, unless all nouns have them (German), a headline has them for style, or the script has none. Then
other signs are looked at; each is cheap, and a name too few or too many does no harm: they are only suggestions.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from bot.topics.catalogue import catalogue
from bot.topics.words import token_expression, words_of

_LONGEST: Final = 3
"""Words of a name: a longer run of capitals is a title or a headline."""

_HEADLINE: Final = 0.5
"""Share of capitalised words from which capitals are a style and do not tell names."""

_NOUNS: Final = 0.17
"""Share of capitalised words, within sentences, from which all nouns have them. English has half of that."""

_SENTENCE_STARTS = re.compile(r"(?:^|[.!?:;…\"“”„«‘(\[\n*•–—-])\s*$")
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc]{3,}")
_LONGEST_HAN: Final = 4

_LINKS: Final = frozenset({"of", "de", "del", "di", "da", "du", "des", "von", "van", "der", "den", "bin", "al", "la"})
"""Words in small letters within names: Museum of Measures, Ursula von der Leyen."""

_DEMONYM = re.compile(r"(?:ean|ian|can|ish|ese|French|German|Dutch|Greek|Swiss)$")
_SHORTEST_NOUN: Final = 4
"""Characters of the word after "North Korean" that makes it a topic: soldiers, missile."""

_BEFORE_NOUNS: Final = frozenset(
    (
        *("ein", "eine", "einen", "einem", "einer", "eines", "kein", "keine", "keinen", "keinem", "keiner", "jede"),
        *("jeder", "jedes", "jeden", "diese", "dieser", "dieses", "diesem", "diesen", "mehrere", "mehreren", "viele"),
        *("vielen", "wenige", "wenigen", "einige", "einigen", "alle", "allen", "beide", "beiden", "zwei", "drei"),
        *("vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "mein", "meine", "meinen", "meiner", "sein"),
        *("seine", "seinen", "seinem", "seiner", "ihre", "ihren", "ihrem", "ihrer", "unsere", "unseren", "unserer"),
        *("pro", "mehr", "neue", "neuen", "neuer", "neues", "ersten", "erste", "letzten", "nächsten", "vergangenen"),
    )
)
"""What stands before German nouns, and before no name."""


COMMON_NOUNS: Final = frozenset(
    (
        *("menschen", "leute", "kinder", "kindern", "frauen", "männer", "familie", "prozent", "million"),
        *("millionen", "milliarde", "milliarden", "euro", "jahr", "jahre", "jahren", "jahres", "uhr", "tag"),
        *("tage", "tagen", "woche", "wochen", "monat", "monate", "monaten", "stunde", "stunden", "minuten"),
        *("ende", "anfang", "teil", "teile", "zeit", "zeiten", "angaben", "land", "länder", "ländern", "stadt"),
        *("städte", "welt", "fall", "fälle", "geld", "leben", "haus", "arbeit", "seite", "weg", "grund"),
        *("frage", "fragen", "thema", "themen", "ziel", "problem", "probleme", "beispiel", "bereich", "rahmen"),
        *("folge", "folgen", "zahl", "zahlen", "hilfe", "art", "weise", "unternehmen", "kunden", "nutzer"),
        *("daten", "artikel", "bild", "bilder", "foto", "video", "bericht", "schritt", "platz", "stelle"),
        *("form", "kosten", "preis", "preise", "meter", "kilometer", "quelle", "autor"),
    )
)
"""German nouns of every day that often stand alone."""


NO_NAMES: Final = frozenset(
    (
        *("me", "my", "we", "our", "you", "your", "he", "him", "his", "she", "her", "they", "them", "their", "it"),
        *("all", "any", "not", "yes", "new", "now", "old", "out", "so", "very", "never", "always", "really", "lot"),
        *("vol", "volume", "fig", "ch", "chapter", "ep", "episode", "pt", "part", "no", "nr", "st", "inc", "ltd"),
        *("click", "note", "notes", "update", "edit", "image", "images", "photo", "photos", "video", "videos"),
        *("follow", "subscribe", "newsletter", "podcast", "blog", "post", "comments", "watch", "read", "listen"),
        *("year", "years", "day", "days", "week", "month", "please", "thanks", "guide", "page", "patreon", "faq"),
    )
)
"""Words that stand in capitals for emphasis, in headings and in short: alone they are nothing to follow."""


def names(text: str) -> Iterator[str]:
    """What may be a name in this text, as often as it stands there."""
    text = without_addresses(text)
    tokens = list(token_expression().finditer(text))
    cased = sum(token.group()[0].islower() or token.group()[0].isupper() for token in tokens)
    if cased < len(tokens) / 4:
        yield from _in_a_script_without_capitals(text, tokens)
        return
    capitals = sum(token.group()[0].isupper() for token in tokens)
    if capitals <= _HEADLINE * len(tokens):
        yield from _runs_of_capitals(text, tokens)


def without_addresses(text: str) -> str:
    """The text without the addresses in it: their parts are no words, and what follows one begins anew."""
    return _ADDRESS.sub("\n", text) if "://" in text or "www." in text else text


def plain_words(text: str) -> set[str]:
    """The words of a text in small letters, and halves: what stands there is no name, also where it has a capital."""
    text = without_addresses(text)
    tokens = token_expression().finditer(text)
    return {token.group().lower() for token in tokens if token.group()[0].islower() or _is_half(text, token)}


def common_nouns(text: str) -> set[str]:
    """Of a text in which all nouns have capitals: those that are told to be no names by what stands before them."""
    tokens = [token.group() for token in token_expression().finditer(text)]
    return {
        after.casefold()
        for before, after in pairwise(tokens)
        if after[0].isupper() and not after.isupper() and (before in _BEFORE_NOUNS or before.isdigit())
    }


def has_capital_nouns(texts: Iterator[str]) -> bool:
    """Whether all nouns have capitals in these texts."""
    within = capital = 0
    for text in texts:
        for token in token_expression().finditer(text):
            if not _begins_sentence(text, token):
                within += 1
                capital += token.group()[0].isupper()
    return within > 0 and capital > _NOUNS * within


def _runs_of_capitals(text: str, tokens: "list[re.Match[str]]") -> Iterator[str]:
    """Runs of capitalised words, one space apart, that do not begin a sentence; without titles, months and days."""
    run: list[str] = []
    end = -1
    for token in tokens:
        word = "/" if _is_half(text, token) else _POSSESSIVE.sub("", token.group())
        is_next = text[end : token.start()] == " "
        is_link = bool(run) and is_next and word in _LINKS
        if run and not (is_next and (is_link or _is_name(word))):
            yield from _whole(run)
            if is_next and _DEMONYM.search(run[-1]) and _is_noun(word):
                yield from _whole([*run, word])
            run = []
        if is_link or (_is_name(word) and (run or not _begins_sentence(text, token))):
            run.append(word)
        # A possessive ends its name: in "Ukraine’s Foreign Ministry" two names stand side by side.
        end = token.end() if word == token.group() else -1
    yield from _whole(run)


def _in_a_script_without_capitals(text: str, tokens: "list[re.Match[str]]") -> Iterator[str]:
    """Words and pairs of words; where there are no spaces, what is written in katakana, and pieces of Chinese."""
    yield from _KATAKANA.findall(text)
    for run in _HAN.findall(text):
        for length in range(2, min(len(run), _LONGEST_HAN) + 1):
            yield from (run[start : start + length] for start in range(len(run) - length + 1))
    words = [token for token in tokens if len(token.group()) > 2]
    yield from (token.group() for token in words)
    for before, after in pairwise(words):
        if text[before.end() : after.start()] == " ":
            yield f"{before.group()} {after.group()}"


def _begins_sentence(text: str, token: "re.Match[str]") -> bool:
    return bool(_SENTENCE_STARTS.search(text, max(0, token.start() - 4), token.start()))


def _is_half(text: str, token: "re.Match[str]") -> bool:
    """Whether it is a part of something that a slash holds together: of "CP/M" neither is a name."""
    return text[token.end() : token.end() + 1] == "/" or text[max(0, token.start() - 1) : token.start()] == "/"


def _is_name(word: str) -> bool:
    known = catalogue()
    folds = {each.fold for each in words_of(word)}
    is_short_name = not folds.isdisjoint(known.capitals)
    is_common = not folds.isdisjoint(known.calendar) or not folds.isdisjoint(known.stop_words)
    return word[0].isupper() and len(word) > 1 and (is_short_name or not is_common)


def _is_noun(word: str) -> bool:
    """As far as can be told of what follows "North Korean": no short word, no word of every day."""
    folds = {each.fold for each in words_of(word)}
    return len(word) >= _SHORTEST_NOUN and word.islower() and folds.isdisjoint(catalogue().stop_words)


def _whole(run: list[str]) -> Iterator[str]:
    while run and run[-1] in _LINKS:
        run = run[:-1]
    if run and sum(word not in _LINKS for word in run) <= _LONGEST:
        yield " ".join(run)
