"""What the bot says about sources that people add: each function gives a whole `Message`."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.chat.references import Act, write_reference
from bot.chat.speaking import Place
from bot.ingest.discovered import Discovered, How
from bot.messages.brief import headline
from bot.messages.markup import escape, shorten
from bot.messages.message import Button, Message, in_rows
from bot.topics.suggest import Suggestion
from storage.chat_sources import Addition
from storage.model import Brief, ChatKind, Source

_SHOWN = 3
_LISTED = 30

_HOW = {
    How.GIVEN: "",
    How.FEED: "I found its feed: {}",
    How.SITE: "That page alone brings no news, so I read the feed of its whole site: {}",
    How.PAGE: "It has no feed, so I read the page itself.",
}


class News(NamedTuple):
    """A source that somebody just asked for, and what came of it."""

    found: Discovered
    source: Source
    addition: Addition
    is_operator: bool
    place: Place


def looking(typed: str) -> Message:
    """While an address is worked out."""
    return Message(f"Looking at <b>{_plain(typed)}</b> …")


def interrupted(typed: str) -> Message:
    """The bot is stopped while it looks."""
    return Message(f"I was restarted while I looked at <b>{_plain(typed)}</b>: please send the address again.")


def added(news: News, topics: Sequence[Suggestion], *, follows: bool) -> Message:
    """What is read from now on (or was already), its newest briefs, and topics from it to tap."""
    briefs = news.found.newest[:_SHOWN]
    lines = [_headline_of(news), _HOW[news.found.how].format(_plain(news.found.address))]
    lines += ["", *(f"• {escape(shorten(headline(brief), 110))}" for brief in briefs)] if briefs else []
    lines += ["", _invitation(topics, briefs, follows=follows)]
    html = "\n".join(line for place, line in enumerate(lines) if line or place > 1)
    buttons = [
        Button(f"{each.words} · {each.count}", action=action)
        for each in topics
        if (action := write_reference(Act.PICK, words=each.words))
    ]
    undo = _undo_of(news)
    return Message(html, (*in_rows(buttons), *(((undo,),) if undo else ())))


def nothing_found(reason: str, *, to_operator: bool) -> Message:
    """Nothing can be read there: why, and what to try."""
    if not to_operator and "refused" in reason:
        # The exact reason would tell strangers about the network the bot runs in.
        reason = "I only read what is public on the web, at its usual addresses."
    begins = reason if "://" in reason.split(" ", 1)[0] else reason[:1].upper() + reason[1:]
    return Message(escape(shorten(begins, 600)))


def only_operators() -> Message:
    """Who may not add sources tried."""
    return Message("Only those who run this bot can add sources. Write me a topic, and I look it up in those I read.")


def beyond_quota(quota: int) -> Message:
    """A chat has as many sources for itself as it may."""
    may = "one source" if quota == 1 else f"{quota} sources"
    return Message(f"You have {may} of your own here, and there is room for no more. To remove one: /add")


def own_sources(sources: Sequence[Source]) -> Message:
    """What a chat has for itself; a tap removes one."""
    how_to = "Send the address of a site, a blog or a feed after the command, as in <code>/add example.org</code>."
    if not sources:
        return Message(how_to)
    shown = sources[:_LISTED]
    lines = [f"{place}. {_name(one)} – {_plain(one.address)}" for place, one in enumerate(shown, 1)]
    html = "<b>Sources of your own here</b>\n" + "\n".join(lines) + f"\n\n{how_to}"
    return Message(html, in_rows([_about(f"✕ {shorten(one.name, 30)}", Act.OWN_DROP, one) for one in shown]))


def dropped(source: Source | None, place: Place) -> Message:
    """A chat does not have a source any more."""
    if source is None:
        return _done_already()
    html = f"{_bold(source)} is not read {_for_whom(place)} any more."
    return Message(html, ((_about("Undo", Act.OWN_KEEP, source),),))


def kept(source: Source | None, place: Place) -> Message:
    """And has it again."""
    if source is None:
        return _done_already()
    return Message(f"{_bold(source)} is read {_for_whom(place)} again.", ((_about("Undo", Act.OWN_DROP, source),),))


def taken_back(source: Source | None) -> Message:
    """An operator took a source back."""
    if source is None:
        return _done_already()
    html = f"{_bold(source)} is not read for everybody any more. What it brought stays in the archive."
    return Message(html, ((_about("Undo", Act.PUBLIC_GIVE, source),),))


def given_again(source: Source | None) -> Message:
    """And gave it again."""
    if source is None:
        return _done_already()
    return Message(f"{_bold(source)} is read for everybody again.", ((_about("Undo", Act.PUBLIC_TAKE, source),),))


def _headline_of(news: News) -> str:
    name = f"<b>{escape(shorten(news.found.name, 100))}</b>"
    match news.addition:
        case Addition.ADDED:
            whom = "for everybody" if news.is_operator else _for_whom(news.place)
            return f"{name} is read {whom} from now on."
        case Addition.ALREADY:
            return f"{name} is read {_for_whom(news.place)} already."
        case _:
            return f"{name} is read for everybody already."


def _undo_of(news: News) -> Button | None:
    if news.addition is Addition.ADDED:
        return _about("Undo", Act.PUBLIC_TAKE if news.is_operator else Act.OWN_DROP, news.source)
    return _about("Remove", Act.OWN_DROP, news.source) if news.addition is Addition.ALREADY else None


def _invitation(topics: Sequence[Suggestion], briefs: Sequence[Brief], *, follows: bool) -> str:
    empty = "" if briefs else "There is nothing in it yet. "
    if topics and follows:
        return f"{empty}What matches your topics comes by itself. More to follow in it:"
    if topics:
        return f"{empty}What shall I look out for? Tap a topic from it, or write one in your own words:"
    if follows:
        return f"{empty}What matches your topics comes by itself."
    return f"{empty}Write me a topic in your own words, and I send you what matches."


def _for_whom(place: Place) -> str:
    return "for you" if place.kind is ChatKind.PRIVATE else "for this chat"


def _plain(address: str) -> str:
    """An address as people say it; not one to be tapped by mistake."""
    bare = address.strip().strip("<>").split("://", 1)[-1].removeprefix("www.").rstrip("/")
    return escape(shorten(bare, 80))


def _name(source: Source) -> str:
    return escape(shorten(source.name, 80))


def _bold(source: Source) -> str:
    return f"<b>{_name(source)}</b>"


def _done_already() -> Message:
    return Message("That is done already. /add shows the sources of your own.")


def _about(label: str, act: Act, source: Source) -> Button:
    return Button(label, action=f"{act}:{source.id}")
