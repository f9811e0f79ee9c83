"""Which topics does a brief match, and where? An inverted index over topics, not over briefs.

    topic ──plan──▶ the rarest key of each line ──▶ alone there, or to be looked at with a second key
    brief ──sight──▶ its keys ──▶ topics under one of them alone; those whose second key is there too ──▶ verified

A brief asks only about its own words, so nearly all topics are never looked at. Adding and removing take time in the
size of the topic. NOT never leads to a topic; it only verifies.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, islice

from bot.topics.beginnings import Beginnings
from bot.topics.choices import Choices
from bot.topics.forms import Forms
from bot.topics.index import Index
from bot.topics.nodes import Node
from bot.topics.places import Found, Span, find
from bot.topics.plans import is_side_by_side, keys_in, keys_of, lines_of, node_of, plan_of
from bot.topics.query import Query
from bot.topics.readable import Readable
from bot.topics.shelves import look
from bot.topics.sight import Sight
from bot.topics.words import Reading

__all__ = ["Found", "Matcher", "Span", "find"]

_A_STEP = 500
"""Words a step of learning a language: some milliseconds, while others wait for their turn."""

_TREES = 4_096
"""Trees that are remembered, at about a kilobyte each; forgetting all at once costs less than keeping order."""


class Matcher:
    """All topics somebody follows. Not thread-safe: whoever matches also adds and removes."""

    def __init__(self) -> None:
        self._plans: dict[int, str] = {}
        self._index = Index()
        self._forms = Forms()
        self._beginnings = Beginnings()
        self._choices = Choices(self._learn_keys, self._unlearn_keys)
        self._trees: dict[str, Node] = {}
        self._changes = 0

    def __len__(self) -> int:
        return len(self._plans)

    def __contains__(self, topic_id: int) -> bool:
        return topic_id in self._plans

    def add(self, topic_id: int, query: Query) -> None:
        """Keep a topic; one of the same id is replaced."""
        self.load(topic_id, plan_of(query.matched))

    def load(self, topic_id: int, plan: str) -> None:
        """The same from its plan, which takes a few microseconds."""
        if topic_id in self._plans:
            self.remove(topic_id)
        self._changes += 1
        if plan.isalnum():  # nearly two topics in three: the word is the plan, and no other object is kept
            self._plans[topic_id] = plan
            self._index.put_alone(topic_id, plan)
            self._forms.learn((plan,))
            return
        plan = self._plans[topic_id] = self._choices.shortened(plan)
        self._index.put(topic_id, plan)
        self._learn(plan)

    def remove(self, topic_id: int) -> None:
        """Forget a topic; an unknown one is no mistake."""
        plan = self._plans.pop(topic_id, None)
        if plan is None:
            return
        self._changes += 1
        self._index.take(topic_id, plan)
        self._unlearn(plan)
        self._choices.release(plan)

    def is_clean(self) -> bool:
        """Whether nothing is kept of any topic."""
        return not (self._plans or self._index.is_used() or self._choices.is_used() or self._beginnings.is_used())

    def knows(self, language: str) -> bool:
        """Whether briefs in this language are matched at once."""
        return self._forms.knows(language)

    def add_language(self, language: str) -> Iterator[None]:
        """Learn in which forms briefs of a language may have the words of topics, in steps of some milliseconds.

        It is known once this is exhausted; topics that come and go meanwhile make it begin again. Whoever does not do
        it has it done at one go by the first brief in the language.
        """
        while not self._forms.knows(language):
            changes, words, keys = self._changes, self._forms.begun(language), self._keys()
            while changes == self._changes and (some := list(islice(keys, _A_STEP))):
                for key in some:
                    words.learn(key)
                yield
            if changes == self._changes:
                self._forms.keep(language, words)

    def _keys(self) -> Iterator[str]:
        return chain(self._choices.keys(), chain.from_iterable(map(keys_in, self._plans.values())))

    def matching(self, readable: Readable) -> set[int]:
        """Every topic that matches: all that planning needs; where, is worked out for what is shown."""
        return self._matching(self._sight(readable))

    def match(self, readable: Readable) -> dict[int, Found]:
        """Every topic that matches, and where."""
        sight = self._sight(readable)
        return {topic_id: sight.finder.found(self._tree(self._plans[topic_id])) for topic_id in self._matching(sight)}

    def _sight(self, readable: Readable) -> Sight:
        reading = Reading(readable)
        for _ in self.add_language(reading.language):
            pass
        return Sight(reading, self._forms.others(reading), self._beginnings.shown(reading.folds))

    def _matching(self, sight: Sight) -> set[int]:
        matching, others, followed = self._index.found(sight.words)
        sight.look_for_pairs(followed)
        met = self._choices.met(sight.words, sight.pairs)
        if met:
            sight.words |= met
            by_choice = self._index.found(met)
            matching |= by_choice.alone
            others += by_choice.others
        candidates: set[int] = set()
        look(others, sight.words, matching, candidates)
        matching |= sight.phrases
        matching.update(each for each in candidates - matching if self._is_met(self._plans[each], sight))
        return matching

    def _is_met(self, plan: str, sight: Sight) -> bool:
        for line in lines_of(plan):
            needed, excluded = keys_of(line)
            if all(map(sight.has, needed)) and not any(map(sight.has, excluded)):
                return not line.startswith("? ") or sight.finder.matches(self._tree(plan))
        return False

    def _learn(self, plan: str) -> None:
        keys = keys_in(plan)
        self._beginnings.learn(keys)
        if " " in plan:
            self._learn_keys(keys)
        else:  # what is all of a topic needs no key of its own
            self._forms.learn(keys)

    def _unlearn(self, plan: str) -> None:
        keys = keys_in(plan)
        self._beginnings.unlearn(keys)
        if " " in plan:
            self._unlearn_keys(keys)
        else:
            self._forms.unlearn(keys)

    def _learn_keys(self, keys: Sequence[str]) -> None:
        self._forms.learn(keys)
        for pair in filter(is_side_by_side, keys):
            self._index.need_pair(pair)

    def _unlearn_keys(self, keys: Sequence[str]) -> None:
        self._forms.unlearn(keys)
        for pair in filter(is_side_by_side, keys):
            self._index.leave_pair(pair)

    def _tree(self, plan: str) -> Node:
        tree = self._trees.get(plan)
        if tree is None:
            if len(self._trees) >= _TREES:
                self._trees.clear()
            tree = self._trees[plan] = node_of(self._choices.written_out(plan))
        return tree
