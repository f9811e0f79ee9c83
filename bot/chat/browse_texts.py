"""What the bot says of the catalogue: one message that is edited, from the top of the tree to a topic and back."""

from collections.abc import Sequence

from bot.chat.references import Act, write_reference
from bot.messages.markup import escape
from bot.messages.message import Button, Message, in_rows
from bot.topics.ready_made import Entry

ALSO_SHOWN = 6
"""Other names shown of what a topic looks for."""


def top(entries: Sequence[tuple[Entry, bool]], language: str | None) -> Message:
    """The top of the catalogue. With each entry: whether it is followed, here and below."""
    html = "<b>Topics to choose from</b>\n\nTap a subject. /follow takes a topic in your own words."
    return Message(html, in_rows([_child(*each, language) for each in entries]))


def group(entry: Entry, entries: Sequence[tuple[Entry, bool]], language: str | None) -> Message:
    """An entry that only holds others."""
    html = f"<b>{escape(entry.name(language))}</b>\n\nTap a topic to see what it finds, and to follow it."
    return Message(html, (*in_rows([_child(*each, language) for each in entries]), (_back(entry),)))


def topic(
    entry: Entry,
    entries: Sequence[tuple[Entry, bool]],
    language: str | None,
    *,
    also: Sequence[str],
    count: str,
    follow: Button,
    notice: str = "",
) -> Message:
    """A topic, and what stands in it.

    `also`: other names that it covers; `count`: how much of it the archive has; `notice`: what was just done.
    """
    lines = [f"<b>{escape(entry.name(language))}</b>", f"<code>{escape(entry.query or '')}</code>"]
    if also:
        lines.append(f"also {escape(', '.join(also[:ALSO_SHOWN]))}{' …' if len(also) > ALSO_SHOWN else ''}")
    lines.append(f"\n{count} in the archive." if count != "0" else "\nNothing in the archive yet.")
    if notice:
        lines.append(notice)
    acts = [follow] if count == "0" else [follow, _about("Show", Act.BROWSE_SHOW, entry)]
    children = in_rows([_child(*each, language) for each in entries])
    return Message("\n".join(lines), (*children, tuple(acts), (_back(entry),)))


def follow_button(entry: Entry) -> Button:
    """For a topic that is not followed."""
    return _about("Follow", Act.BROWSE_FOLLOW, entry)


def unfollow_button(entry: Entry) -> Button:
    """For a topic that is followed."""
    return _about("Unfollow", Act.BROWSE_UNFOLLOW, entry)


def undo_follow_button(entry: Entry) -> Button:
    """For a topic that was just followed."""
    return _about("Undo", Act.BROWSE_UNFOLLOW, entry)


def undo_unfollow_button(entry: Entry) -> Button:
    """For a topic that was just left."""
    return _about("Undo", Act.BROWSE_RESTORE, entry)


def following(*, paused: bool) -> str:
    """The notice on a topic that is followed."""
    return "✓ You follow this." + (" Your news is paused: /resume lets it come." if paused else "")


NO_LONGER = "You no longer follow this."


def gone() -> Message:
    """The entry of an old button is not in the catalogue any more."""
    return Message("This is not in the catalogue any more.", ((browse_button(),),))


def browse_button() -> Button:
    """To the top of the catalogue."""
    return Button("Browse topics", action=str(Act.BROWSE))


def _child(entry: Entry, is_followed: bool, language: str | None) -> Button:  # noqa: FBT001  # unpacked from a pair
    name = entry.name(language)
    return _about(f"✓ {name}" if is_followed else name, Act.BROWSE, entry)


def _back(entry: Entry) -> Button:
    return Button("‹ Back", action=write_reference(Act.BROWSE, words=entry.parent or None))


def _about(label: str, act: Act, entry: Entry) -> Button:
    return Button(label, action=write_reference(act, words=entry.id))
