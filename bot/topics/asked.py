"""The words that topics ask for, and which of them a brief has: forms decide, in the brief's language."""

from collections import Counter
from itertools import chain

from bot.topics.inflection import forms
from bot.topics.words import Reading


class AskedWords:
    """Words of topics, counted. For each language met so far: form → the words found by it."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._by_form: dict[str, dict[str, set[str]]] = {}

    def add(self, word: str) -> None:
        """One more topic asks for this word."""
        self._counts[word] += 1
        if self._counts[word] == 1:
            for language, table in self._by_form.items():
                _enter(table, word, language)

    def remove(self, word: str) -> None:
        """One topic less asks for it."""
        self._counts[word] -= 1
        if self._counts[word]:
            return
        del self._counts[word]
        for language, table in self._by_form.items():
            for form in forms(word, language):
                table[form].discard(word)
                if not table[form]:
                    del table[form]

    def there(self, reading: Reading) -> set[str]:
        """The asked words that this brief has in some form."""
        table = self._table(reading.language)
        return set(chain.from_iterable(table[form] for form in reading.folds & table.keys()))

    def _table(self, language: str) -> dict[str, set[str]]:
        if language not in self._by_form:
            table = self._by_form[language] = {}
            for word in self._counts:
                _enter(table, word, language)
        return self._by_form[language]


def _enter(table: dict[str, set[str]], word: str, language: str) -> None:
    for form in forms(word, language):
        table.setdefault(form, set()).add(word)
