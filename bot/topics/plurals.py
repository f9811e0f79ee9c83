"""The English plural by rule: for words that no dictionary knows, which are mostly names."""

from bot.topics.inflection_tables import inflection_tables

_ROUNDS = 3
"""What loses an ending may show another one."""


def singular(word: str) -> str:
    """The English singular of a folded word, by rule (after Harman 1991) and table; other words are left alone.

    It need not be right, only alike on both sides, and must not unite different words: news is not new.
    """
    for _ in range(_ROUNDS):
        shorter = _without_plural(word)
        if shorter == word:
            break
        word = shorter
    return word


def _without_plural(word: str) -> str:
    tables = inflection_tables()
    if word in tables.plurals:
        return tables.plurals[word]
    if len(word) <= 3 or not word.isascii() or word[0].isdigit() or not word.endswith("s"):
        return word
    if word in tables.apart or word in tables.names or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4 and word[-4] not in "ae":
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")):
        return word[:-2]
    return word[:-1]
