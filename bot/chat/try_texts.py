"""What the bot says about a topic that somebody tries: what it means, what it would have brought, what else to try."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.references import Act, write_reference
from bot.dispatch.survey import DAYS, Survey
from bot.messages.brief import Marked, headline
from bot.messages.markup import Span, escape, mark, shorten
from bot.messages.message import Button, Message
from bot.messages.sparkline import sparkline
from bot.topics.advice import Advice
from storage.model import TopicId

_AROUND = 60
"""Characters shown before and behind the first word that matches in a text."""

_TITLE = 140
"""UTF-16 units of a headline in a list."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A topic as it is tried: `meaning` in words (HTML); its words, or its id where they do not fit a button."""

    words: str
    meaning: str
    topic_id: TopicId | None


@dataclass(frozen=True, slots=True)
class Offer:
    """Another topic to try: what the button says, and what it tries, by words or by id."""

    label: str
    advice: Advice
    topic_id: TopicId | None


def what_to_try() -> Message:
    """/try without a topic."""
    return Message(
        "Which topic? <code>/try ukraine -sport</code> shows what it would have brought, before you follow it."
    )


def tried(topic: Tried, found: Survey, offers: Sequence[Offer]) -> Message:
    """What a topic means and finds, with samples and what else to try."""
    lines = [topic.meaning, _how_many(found)]
    if found.newest:
        lines += ["", *[f"• {_sample(each)}" for each in found.newest]]
    follow = _button("Follow", Act.FOLLOW, topic.words, topic.topic_id)
    show = _button("Show", Act.SHOW, topic.words, topic.topic_id) if found.newest else None
    others = [_button(offer.label, Act.TRY, offer.advice.words, offer.topic_id) for offer in offers]
    rows = [[button for button in (follow, show) if button], *[[button] for button in others if button]]
    return Message("\n".join(lines), tuple(map(tuple, rows)))


def fits_a_button(words: str) -> bool:
    """Whether buttons can carry these words."""
    return write_reference(Act.TRY, words=words) is not None


def label_phrase(advice: Advice) -> str:
    """[As phrase]"""
    return f"As phrase · {advice.count}"


def label_without(advice: Advice, left_out: str) -> str:
    """[Without “sport”]"""
    return f"Without {shorten(left_out, 24)} · {advice.count}"


def label_spelling(advice: Advice) -> str:
    """[Did you mean …?]"""
    return f"Did you mean {shorten(advice.words, 30)}? · {advice.count}"


def _how_many(found: Survey) -> str:
    if not found.searched:
        return "The archive is empty as yet: follow it, and I will write to you when something comes."
    days = f"in the last {DAYS} days" if found.complete else f"among the newest {found.searched:,}"
    if not found.count:
        return f"Nothing {days}."
    return f"<b>{found.count:,}</b> {days}  <code>{sparkline(found.days)}</code>"


def _sample(marked: Marked) -> str:
    """A headline with the words bold; where none of them stands in it, what stands around them in the text."""
    brief = marked.stored.brief
    if brief.title:
        title = shorten(brief.title, _TITLE)
        html = mark(title, [span for span in marked.title_spans if span[1] <= len(title)], "b")
        return html if marked.title_spans or not marked.text_spans else f"{html}: {_snippet(marked)}"
    return _snippet(marked) if marked.text_spans else escape(shorten(headline(brief), _TITLE))


def _snippet(marked: Marked) -> str:
    text, (first, last) = marked.stored.brief.text, marked.text_spans[0]
    start = 0 if first <= _AROUND else text.find(" ", first - _AROUND, first) + 1 or first
    end = len(text) if len(text) - last <= _AROUND else max(text.rfind(" ", last, last + _AROUND), last)
    spans: list[Span] = [span for span in marked.text_spans if start <= span[0] and span[1] <= end]
    html = mark(text, spans, "b", between=(start, end)).replace("\n", " ")
    return f"{'…' * (start > 0)}{html}{'…' * (end < len(text))}"


def _button(label: str, act: Act, words: str, topic_id: TopicId | None) -> Button | None:
    data = write_reference(act, ids=[topic_id]) if topic_id else write_reference(act, words=words)
    return Button(label, action=data) if data else None
