"""Choices among several names of one thing, each kept once for all topics that use it.

Topics on `ukraine` ask for one of a few dozen words. Written out in each of them, a word under which ten thousand of
them lie would have to be looked at ten thousand times; as a choice it is there or not, which is told once a brief.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from bot.topics.plans import choice_of


class Choices:
    """The choices in use. In plans their text, which is long, gives way to a number.

    `learn` and `unlearn` hear of the keys of a choice when it comes into use, and when it is used no more.
    """

    def __init__(self, learn: Callable[[Sequence[str]], None], unlearn: Callable[[Sequence[str]], None]) -> None:
        self._learn = learn
        self._unlearn = unlearn
        self._keys: dict[str, str] = {}
        self._texts: dict[str, str] = {}
        self._uses: dict[str, int] = {}
        self._made = 0
        self._among: dict[str, set[str]] = {}

    def is_used(self) -> bool:
        """Whether anything is kept here."""
        return bool(self._among or self._texts or self._keys or self._uses)

    def keys(self) -> Iterator[str]:
        """Every key of every choice, as often as a choice has it."""
        return chain.from_iterable(map(choice_of, self._texts.values()))

    def shortened(self, plan: str) -> str:
        """The plan with the numbers of its choices, each of which is used once more."""
        return _translated(plan, self._used)

    def written_out(self, plan: str) -> str:
        """The plan as it was before it was shortened."""
        return _translated(plan, self._texts.__getitem__)

    def release(self, plan: str) -> None:
        """A shortened plan is used no more."""
        _translated(plan, self._released)

    def met(self, words: set[str], pairs: set[str]) -> set[str]:
        """The choices that a brief with these keys meets."""
        return set().union(*(self._among[key] for keys in (words, pairs) for key in self._among.keys() & keys))

    def _used(self, text: str) -> str:
        if text not in self._keys:
            self._made += 1
            key = self._keys[text] = f"({self._made})"
            self._texts[key], self._uses[key] = text, 0
            for each in choice_of(text):
                self._among.setdefault(each, set()).add(key)
            self._learn(choice_of(text))
        key = self._keys[text]
        self._uses[key] += 1
        return key

    def _released(self, key: str) -> str:
        self._uses[key] -= 1
        if not self._uses[key]:
            text = self._texts.pop(key)
            del self._keys[text], self._uses[key]
            for each in choice_of(text):
                self._among[each].discard(key)
                if not self._among[each]:
                    del self._among[each]
            self._unlearn(choice_of(text))
        return key


def _translated(plan: str, translate: Callable[[str], str]) -> str:
    """The plan with another text for each of its choices; the tree in the last line stays."""
    if "(" not in plan:
        return plan
    lines = (
        line if line[0] == "{" else " ".join(_each_translated(line.split(" "), translate)) for line in plan.split("\n")
    )
    return "\n".join(lines)


def _each_translated(keys: Iterable[str], translate: Callable[[str], str]) -> Iterator[str]:
    for key in keys:
        if key.startswith("("):
            yield translate(key)
        elif key.startswith("-("):
            yield f"-{translate(key[1:])}"
        else:
            yield key
