"""In which other forms briefs may have the words that topics ask for, language by language.

A brief shows the folds of its words and of what these are forms of. A topic that says `soldiers` must be found where a
brief shows `soldier`: only for such words something is kept here, and only for languages that briefs are written in.
"""

from collections.abc import Iterable

from bot.topics.inflection import dictionary_of, forms
from bot.topics.plans import words_of_key
from bot.topics.words import Reading

_MOST_LANGUAGES = 32
"""Kept at once; a desk has a few. What feeds claim to be written in has no other bound."""


class FormsInLanguage:
    """The words of topics that have another form in one language; `words_of`: that form → these words."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._uses: dict[str, int] = {}
        self.words_of: dict[str, tuple[str, ...]] = {}

    def learn(self, key: str) -> None:
        """One topic more asks for the words of a key."""
        for word in words_of_key(key):
            self._learn(word)

    def unlearn(self, key: str) -> None:
        """One topic less asks for them."""
        for word in words_of_key(key):
            self._unlearn(word)

    def _learn(self, word: str) -> None:
        found = forms(word, self._language)
        if found == (word,):
            return
        if word not in self._uses:
            for form in found:
                self.words_of[form] = (*self.words_of.get(form, ()), word)
        self._uses[word] = self._uses.get(word, 0) + 1

    def _unlearn(self, word: str) -> None:
        uses = self._uses.get(word, 0)
        if uses > 1:
            self._uses[word] = uses - 1
        elif uses:
            del self._uses[word]
            for form in forms(word, self._language):
                left = tuple(each for each in self.words_of[form] if each != word)
                if left:
                    self.words_of[form] = left
                else:
                    del self.words_of[form]


class Forms:
    """All languages that are known so far."""

    def __init__(self) -> None:
        self._languages: dict[str, FormsInLanguage] = {}

    def knows(self, language: str) -> bool:
        """Whether briefs in this language can be matched."""
        return dictionary_of(language) in self._languages

    def begun(self, language: str) -> FormsInLanguage:
        """A language that is not known yet; it is once it is handed to `keep`."""
        return FormsInLanguage(dictionary_of(language))

    def keep(self, language: str, words: FormsInLanguage) -> None:
        """Know it from now on; the one known longest gives way where there are too many."""
        if len(self._languages) >= _MOST_LANGUAGES:
            del self._languages[next(iter(self._languages))]
        self._languages[dictionary_of(language)] = words

    def learn(self, keys: Iterable[str]) -> None:
        """One topic more asks for each of these."""
        for language in self._languages.values():
            for key in keys:
                language.learn(key)

    def unlearn(self, keys: Iterable[str]) -> None:
        """One topic less asks for each of these."""
        for language in self._languages.values():
            for key in keys:
                language.unlearn(key)

    def others(self, reading: Reading) -> dict[str, tuple[str, ...]]:
        """Of a brief in a known language: its forms that words of topics have too, and these words."""
        words_of = self._languages[dictionary_of(reading.language)].words_of
        return {form: words_of[form] for form in words_of.keys() & reading.folds}
