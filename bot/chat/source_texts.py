"""What operators read about sources: the list, one of them, and what was done about it. Times are told from now on."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.chat.references import Act, write_reference
from bot.messages.markup import escape, shorten
from bot.messages.message import Button, Message, in_rows
from storage.model import Source, SourceId, SourceKind, SourceState
from storage.model_troubles import Trouble, TroubleKind

PAGE: Final = 10
"""Sources shown at once: what a phone shows without getting lost."""

_IN_A_ROW = 5
_NAME_LIMIT = 60
_REASON_LIMIT = 120
_KINDS = {SourceKind.FEED: "feed", SourceKind.ARCHIVE: "page", SourceKind.TEXT: "text", None: "not read yet"}
_TROUBLES = {
    TroubleKind.UNREACHABLE: "out of reach",
    TroubleKind.UNREADABLE: "unreadable",
    TroubleKind.SILENT: "nothing new",
    TroubleKind.GONE: "gone, switched off",
}


def overview(
    sources: Sequence[Source], private: int, troubles: Mapping[SourceId, Trouble], page: int, now: datetime
) -> Message:
    """One page of all sources, the troubled ones first; each has a button of its own.

    `private`: how many more there are that single chats have for themselves.
    """
    others = f"\n\n{private} more {'belongs' if private == 1 else 'belong'} to single chats." if private else ""
    if not sources:
        return Message(f"There are no sources yet: send me the address of a site, a blog or a feed.{others}")
    ordered = sorted(sources, key=lambda one: (not _ails(one, troubles), one.name.casefold(), one.id))
    pages = -(-len(ordered) // PAGE)
    page = min(max(page, 1), pages)
    first = (page - 1) * PAGE
    shown = ordered[first : first + PAGE]
    ailing = sum(_ails(one, troubles) for one in sources)
    head = f"<b>{len(sources)} {'source' if len(sources) == 1 else 'sources'}</b>"
    head += f", {ailing} in trouble" if ailing else ", all well"
    head += f" · page {page} of {pages}" if pages > 1 else ""
    lines = [f"{place}. {_short(one, troubles.get(one.id), now)}" for place, one in enumerate(shown, first + 1)]
    numbers = [_button(str(place), Act.SOURCE, one.id) for place, one in enumerate(shown, first + 1)]
    rows = in_rows(numbers, _IN_A_ROW)
    turns = [_button("« Back", Act.SOURCES, page - 1)] if page > 1 else []
    turns += [_button("More »", Act.SOURCES, page + 1)] if page < pages else []
    return Message("\n\n".join([head, *lines]) + others, (*rows, *([tuple(turns)] if turns else [])))


def own(sources: Sequence[Source], troubles: Mapping[SourceId, Trouble], now: datetime) -> Message:
    """What a chat has for itself (at least one), the troubled ones first."""
    ordered = sorted(sources, key=lambda one: (not _ails(one, troubles), one.name.casefold(), one.id))
    number = "one source" if len(sources) == 1 else f"{len(sources)} sources"
    lines = [f"{place}. {_short(one, troubles.get(one.id), now)}" for place, one in enumerate(ordered[:PAGE], 1)]
    more = [f"… and {len(ordered) - PAGE} more."] if len(ordered) > PAGE else []
    return Message("\n\n".join([f"<b>{number.capitalize()} of your own</b>", *lines, *more]))


def about(source: Source, trouble: Trouble | None, now: datetime) -> Message:
    """One source with all that is known of its visits, and what can be done about it."""
    lines = [
        f"<b>{escape(shorten(source.name, _NAME_LIMIT))}</b> ({_kind(source)})",
        escape(shorten(source.address, 300)),
        "",
        *([f"⚠ {_trouble(source, trouble, now)}"] if trouble or source.failures else []),
        f"Last news: {_ago(source.last_news_at, now)}",
        f"Last good visit: {_ago(source.visited_at, now)}",
        f"Failures since: {source.failures or 'none'}",
    ]
    if source.state is SourceState.ACTIVE:
        lines.append(f"Next visit: {_in(source.next_visit_at, now)}")
        acts = [_button("Visit now", Act.SOURCE_VISIT, source.id)]
    else:
        lines.append(f"Not visited: {source.state}")
        acts = [_button("Visit again", Act.SOURCE_RESTORE, source.id)]
    acts.append(_button("Remove", Act.SOURCE_REMOVE, source.id))
    look = [_button("Refresh", Act.SOURCE, source.id), _button("« All sources", Act.SOURCES, 1)]
    return Message("\n".join(lines), (tuple(acts), tuple(look)))


def removed(source: Source) -> Message:
    """After [Remove]."""
    name = escape(shorten(source.name, _NAME_LIMIT))
    html = f"<b>{name}</b> is not visited any more. Its briefs stay in the archive."
    buttons = (_button("Undo", Act.SOURCE_RESTORE, source.id), _button("« All sources", Act.SOURCES, 1))
    return Message(html, (buttons,))


def not_for_you(user_id: int | None = None) -> Message:
    """To everybody else. `user_id`: of whoever asks, where the bot does not know yet who runs it."""
    html = "The sources are looked after by those who run this bot."
    if user_id is not None:
        html += f" If that is you: set BRIEFBOT_ADMINS to {user_id}, and start it again."
    return Message(html)


def _ails(source: Source, troubles: Mapping[SourceId, Trouble]) -> bool:
    if source.state is SourceState.PAUSED:
        return False
    return source.id in troubles or source.failures > 0 or source.state is SourceState.GONE


def _short(source: Source, trouble: Trouble | None, now: datetime) -> str:
    name = f"<b>{escape(shorten(source.name, _NAME_LIMIT))}</b>"
    facts = [_kind(source), f"news {_ago(source.last_news_at, now)}", f"visited {_ago(source.visited_at, now)}"]
    if source.state is SourceState.ACTIVE:
        facts.append(f"next {_in(source.next_visit_at, now)}")
    if source.state is SourceState.PAUSED:
        return f"{name}\n{' · '.join([_kind(source), 'paused'])}"
    if trouble or source.failures or source.state is SourceState.GONE:
        return f"⚠ {name}\n{_trouble(source, trouble, now)}\n{' · '.join(facts)}"
    return f"{name}\n{' · '.join(facts)}"


def _trouble(source: Source, trouble: Trouble | None, now: datetime) -> str:
    """What is wrong, in one line: a trouble, or failures that are too young to be one."""
    if trouble is None:
        reason = escape(shorten(source.last_error or source.state, _REASON_LIMIT))
        return f"failed {source.failures}×: {reason}" if source.failures else reason
    said = f"{_TROUBLES[trouble.kind]} since {_day(trouble.began_at, now)}"
    times = f" ({source.failures}×)" if source.failures > 1 else ""
    return f"{said}{times}: {escape(shorten(trouble.detail, _REASON_LIMIT))}"


def _kind(source: Source) -> str:
    return _KINDS[source.kind]


def _ago(at: datetime | None, now: datetime) -> str:
    if at is None:
        return "never"
    passed = now - at
    return "just now" if passed < timedelta(minutes=1) else f"{_span(passed)} ago"


def _in(at: datetime, now: datetime) -> str:
    left = at - now
    return "now" if left < timedelta(seconds=30) else f"in {_span(left)}"


def _span(span: timedelta) -> str:
    """`6 min`, `3 h`, `12 days`: one number is enough to see how a source does."""
    minutes = round(span / timedelta(minutes=1))
    if minutes < 90:
        return f"{max(minutes, 1)} min"
    hours = round(span / timedelta(hours=1))
    return f"{hours} h" if hours < 48 else f"{round(span / timedelta(days=1))} days"


def _day(at: datetime, now: datetime) -> str:
    return f"{at.day} {at:%b}" if at.year == now.year else f"{at.day} {at:%b %Y}"


def _button(label: str, act: Act, number: int) -> Button:
    return Button(label, action=write_reference(act, ids=[number]))
