"""Every word the bot says of itself: short, plain, polite. Briefs are written in `bot.messages`.

Each function gives a whole `Message`, buttons included; topics in them are people's own words and are escaped.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.chat.browse_texts import browse_button
from bot.chat.hours_texts import USUAL, digest_button
from bot.chat.references import Act, write_reference
from bot.chat.topic_texts import label
from bot.messages.brief import Marked, headline
from bot.messages.markup import escape, shorten
from bot.messages.message import Button, Message, in_rows
from bot.topics.query import QueryError
from bot.topics.suggest import Suggestion
from storage.model import Subscription, Topic, TopicId
from storage.model_hours import INSTANT

STARTERS = ("energy", "climate", "space", "health", "science", "football")
"""Offered where the archive does not suggest enough by itself."""

OFFERED = 6
"""Topics to tap: three rows of two fit on a phone without scrolling."""

_LISTED = 40
"""Topics shown in one list: more buttons than that nobody scrolls through."""

HELP = """<b>Briefbot is your news desk.</b> Tell it what to look out for; it sends you each matching brief, once.

/follow <i>topic</i> – follow a topic
/follow !<i>topic</i> – the same, as important: at once, in quiet hours as well
/browse – topics to choose from, by subject
/try <i>topic</i> – see what it would bring, before you follow it
/topics – what you follow; tap one to have it silent, important, in a digest or snoozed, or to stop it
/unfollow <i>topic</i> – stop following a topic
/latest – the newest briefs on all your topics, or /latest <i>topic</i>
/add <i>address</i> – have a site, a blog or a feed read, where that is allowed; the address alone will do
/mute <i>topic</i> – keep back what mentions it, whatever else it matches; /unmute ends it
/whynot <i>link</i> – why a brief did not come; below each that did, [Why?] says what for
/digest <i>08:00 18:00</i> – your briefs together, at these times; /digest <i>topic 18:00</i> for one topic; /digest off
/quiet <i>22:00-07:00</i> – nothing comes at night; what waits comes in the morning
/zone <i>city</i> – your clock
/settings – when your briefs come, at a glance
/pause – hold the news; nothing is lost
/resume – let it come again
/status – what waits for you, and what came last
/forget – delete all I know of this chat, after you confirm it
/move – take your topics, mutes and hours to another chat
/sources – where the news comes from, and how it goes

<b>A topic is in your own words</b>
<code>north korean</code> – all these words, in any order
<code>"energy front"</code> – exactly this phrase
<code>gas OR oil</code> – one of them is enough
<code>energy -nuclear</code> – energy, but not where nuclear is mentioned
<code>(gas OR oil) norway</code> – norway, together with gas or oil
<code>ukrain*</code> – words that begin so
<code>ukraine NEAR/5 energy</code> – at most five words between
<code>title:war source:bbc lang:de tag:climate</code> – where it stands, where it is from
<code>exact:bush</code> – only as it is written

Commas separate several topics. Or just write a word: I look it up for you."""


def start(suggestions: Sequence[Suggestion]) -> Message:
    """The first words to a person who follows nothing yet."""
    html = (
        "<b>Welcome to Briefbot, your news desk.</b>\n\n"
        "What shall I look out for? Tap a topic, or write one in your own words: a name, a word, a few words. "
        "I send you each brief that matches, once."
    )
    offered = [(each.words, f"{each.words} · {each.count}") for each in suggestions]
    suggested = {each.words.casefold() for each in suggestions}
    offered += [(word, word) for word in STARTERS if word not in suggested]
    buttons = [Button(label, action=write_reference(Act.PICK, words=words)) for words, label in offered[:OFFERED]]
    offers = in_rows([button for button in buttons if button.action])
    return Message(html, (*offers, (browse_button(),)))


def start_again(subscriptions: Sequence[Subscription]) -> Message:
    """The first words to a person who is back."""
    html = f"Welcome back. You follow {_count(len(subscriptions), 'topic')}."
    return Message(html, ((_button("My topics", Act.TOPICS), _button("Latest briefs", Act.LATEST)),))


def help_text() -> Message:
    """How everything works."""
    return Message(HELP)


def what_to_follow(suggestions: Sequence[Suggestion]) -> Message:
    """/follow without a topic."""
    message = start(suggestions)
    return Message("Which topic? Write it after the command, as in /follow north korean, or tap one:", message.buttons)


def followed(
    topics: Sequence[tuple[str, Topic]],
    in_archive: int,
    *,
    at_least: bool,
    paused: bool,
    in_digest: bool = False,
    meaning: str | None = None,
) -> Message:
    """After /follow: what is followed now, as typed, and what the archive has.

    `in_digest`: the chat has one. `meaning` (HTML): what the topic finds, where that is more than its words.
    """
    html = f"You follow {_and([_bold(words) for words, _ in topics])}."
    if in_archive:
        html += f" {in_archive}{'+' if at_least else ''} in the archive."
    else:
        html += " Nothing in the archive yet: I will write to you when something comes."
    if meaning:
        html += f"\n{meaning}"
    if in_digest:
        html += "\nIt comes with your digest."
    if paused:
        html += "\nYour news is paused: /resume lets it come."
    ids = [topic.id for _, topic in topics]
    row = [_about("Show", Act.SHOW, ids)] if in_archive else []
    if len(ids) == 1:
        row.append(digest_button(ids[0], to=INSTANT if in_digest else USUAL))
    row.append(_about("Undo", Act.UNFOLLOW, ids))
    return Message(html, in_rows([button for button in row if button], width=3))


def as_important(told: Message) -> Message:
    """The same, where it was followed as important."""
    return replace(told, html=f"{told.html}\nImportant: it comes at once, in quiet hours as well.")


def followed_already(topics: Sequence[tuple[str, Topic]]) -> Message:
    """After /follow of what is followed already."""
    html = f"You follow {_and([_bold(words) for words, _ in topics])} already."
    return Message(html, ((_button("My topics", Act.TOPICS),),))


def unfollowed(subscriptions: Sequence[Subscription]) -> Message:
    """After /unfollow or its button."""
    html = f"No longer following {_and([_bold(gone.words) for gone in subscriptions])}."
    undo = _about("Undo", Act.RESTORE, [gone.topic.id for gone in subscriptions])
    return Message(html, ((undo,),) if undo else ())


def restored(subscriptions: Sequence[Subscription]) -> Message:
    """After the undo of an unfollow."""
    html = f"You follow {_and([_bold(back.words) for back in subscriptions])} again."
    return Message(html, ((_button("My topics", Act.TOPICS),),))


def nothing_to_undo() -> Message:
    """A button whose time is over."""
    return Message("That is done already. /topics shows what you follow.")


def not_followed(words: str) -> Message:
    """/unfollow of something that is not followed."""
    html = f"You do not follow {_bold(words)}."
    return Message(html, ((_button("My topics", Act.TOPICS),),))


def topics(subscriptions: Sequence[Subscription], *, paused: bool, now: datetime) -> Message:
    """The list of what is followed; a tap opens the page of one."""
    if not subscriptions:
        return no_topics()
    shown = subscriptions[:_LISTED]
    lines = [f"{place}. {escape(shorten(one.words, 80))}" for place, one in enumerate(shown, 1)]
    html = f"<b>You follow {_count(len(subscriptions), 'topic')}</b>\n" + "\n".join(lines)
    if len(subscriptions) > _LISTED:
        html += f"\n… and {len(subscriptions) - _LISTED} more. /unfollow stops any of them."
    if paused:
        html += "\n\nYour news is paused: /resume lets it come."
    buttons = [_about(label(one, now), Act.TOPIC, [one.topic.id]) for one in shown]
    return Message(html, (*in_rows([button for button in buttons if button]), (browse_button(),)))


def no_topics() -> Message:
    """Nothing is followed."""
    html = "You follow nothing yet. Write me a word or a name, or /start for some ideas."
    return Message(html, ((browse_button(),),))


def offer(words: str, topics_offered: Sequence[Topic], newest: Sequence[Marked], count: str) -> Message:
    """What the archive has on something a person just wrote, and the offer to follow it.

    The buttons carry `topics_offered`; without any, the words themselves (see `fits_a_button`).
    """
    if newest:
        lines = [f"• {escape(shorten(headline(marked.stored.brief), 110))}" for marked in newest]
        html = f"{_bold(words)}: {count} in the archive.\n" + "\n".join(lines)
    else:
        html = f"Nothing in the archive on {_bold(words)} yet. Follow it, and I will write to you when something comes."
    acts = [("Follow", Act.FOLLOW), ("Show", Act.SHOW)] if newest else [("Follow", Act.FOLLOW)]
    ids = [topic.id for topic in topics_offered]
    buttons = [_about(label, act, ids) if ids else _in_words(label, act, words) for label, act in acts]
    return Message(html, in_rows([button for button in buttons if button]))


def fits_a_button(words: str) -> bool:
    """Whether a button can carry these words, so that nothing need be remembered for it."""
    return write_reference(Act.FOLLOW, words=words) is not None


def nothing_on(words: str | None) -> Message:
    """/latest found nothing."""
    about = f" on {_bold(words)}" if words else " on your topics"
    return Message(f"Nothing in the archive{about} yet.")


def paused() -> Message:
    """After /pause."""
    return Message("Paused. What comes meanwhile waits for you.", ((_button("Resume", Act.RESUME),),))


def resumed(waiting: int) -> Message:
    """After /resume."""
    waited = f"{_count(waiting, 'brief')} waited for you." if waiting else "Nothing waited."
    return Message(f"The news comes again. {waited}", ((_button("Pause", Act.PAUSE),),))


def welcome_back() -> Message:
    """To a chat that could not be written to for a while."""
    return Message(
        "Good to be back. Your topics are as you left them.",
        ((_button("Latest briefs", Act.LATEST), _button("My topics", Act.TOPICS)),),
    )


def bad_topic(error: QueryError) -> Message:
    """A topic that cannot be read: where, and what to do."""
    meant = f"\nDid you mean <code>{escape(error.suggestion)}</code>?" if error.suggestion else ""
    return Message(f"<pre>{escape(error.pointed())}</pre>{meant}")


def only_admins() -> Message:
    """In a group, somebody without the right tried to change something."""
    return Message("Only this group's admins can change what it follows.")


def unknown_command() -> Message:
    """A command there is not."""
    return Message("I do not know that command. /help shows what I can do.")


def old_button() -> str:
    """A button this version does not know."""
    return "This button is from another time. /help shows what I can do."


def digest_gone() -> Message:
    """A page of a digest whose record was tidied away."""
    return Message("That digest is too old to be turned. /latest shows what is new.")


def apology() -> Message:
    """Something of ours broke."""
    return Message("Sorry, that went wrong on my side. Please try again in a moment.")


def bold(words: str) -> str:
    """Somebody's words in bold."""
    return _bold(words)


def _bold(words: str) -> str:
    return f"<b>{escape(shorten(words, 200))}</b>"


def _and(items: Sequence[str]) -> str:
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _button(label: str, act: Act) -> Button:
    return Button(label, action=str(act))


def _in_words(label: str, act: Act, words: str) -> Button | None:
    data = write_reference(act, words=words)
    return Button(label, action=data) if data else None


def _about(label: str, act: Act, ids: Sequence[TopicId]) -> Button | None:
    data = write_reference(act, ids=ids)
    return Button(label, action=data) if data else None
