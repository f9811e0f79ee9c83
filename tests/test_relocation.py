"""Moving: what one Briefbot exports another takes over, whole and once; what cannot be taken is named."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.relocation import Import, RelocationError, export_belongings, export_outlines, import_file
from bot.settings import Settings
from storage import Storage, open_storage
from storage.model import NO_THREAD, ChatId, ChatKind, SourceState, ThreadId
from tests.builders import AT, HOUR, a_brief, a_visit
from tests.commands import briefbot

READER = """<?xml version="1.0"?><opml version="1.0"><body>
<outline text="News"><outline text="Ferry" xmlUrl="https://ferry.test/feed" type="rss"/>
<outline text="Tram &amp; bus" xmlurl="https://tram.test/feed?a=1&amp;b=2"/></outline>
<outline text="Again" xmlUrl="https://ferry.test/feed"/>
<outline text="Home" xmlUrl="http://192.168.0.1/feed"/>
<outline text="A file" xmlUrl="/etc/passwd"/><outline text="Mail" xmlUrl="mailto:a@b.test"/>
</body></opml>"""
SECRET = "1234567890:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Where the bot lived."""
    (tmp_path / "old" / "data").mkdir(parents=True)
    return tmp_path / "old"


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """Where it moves to."""
    (tmp_path / "new").mkdir()
    return tmp_path / "new"


@asynccontextmanager
async def memory(folder: Path) -> AsyncIterator[Storage]:
    storage = await open_storage(f"sqlite://{folder}/data/briefbot.db")
    try:
        yield storage
    finally:
        await storage.close()


def settings(folder: Path, **changes: Any) -> Settings:
    return Settings(data=folder / "data", **changes)


async def imported(folder: Path, text: str, **changes: Any) -> Import:
    """What the import of this text says."""
    (folder / "file").write_text(text, encoding="utf-8")
    return await import_file(settings(folder, **changes), folder / "file")


async def furnish(folder: Path) -> None:
    """Two sources, one of them a file that was visited; a paused chat that follows, a forum whose thread does."""
    async with memory(folder) as storage:
        source = await storage.add_source(f"{folder}/blog.txt", now=AT)
        await storage.store_visit(source.id, a_visit(a_brief("told"), etag="7-abc", title="Möwen & Co"))
        await storage.add_source("https://ferry.test/feed", now=AT)
        for chat, kind, thread, topics in (
            (7, ChatKind.PRIVATE, NO_THREAD, ["bus OR tram", "ferry"]),
            (-100, ChatKind.SUPERGROUP, ThreadId(4), ["ferry"]),
        ):
            await storage.meet_chat(ChatId(chat), kind, f"Anna „{chat}“", now=AT)
            for topic in topics:
                known = await storage.remember_topic(topic, now=AT)
                await storage.follow(ChatId(chat), thread, known.id, words=topic.title(), now=AT + HOUR)
        await storage.pause_chat(ChatId(7), now=AT)


async def test_an_export_of_a_feed_reader_is_taken_with_a_line_for_what_is_not(old: Path) -> None:
    (old / "reader.opml").write_text(READER, encoding="utf-8")

    ended = await briefbot("import", "reader.opml", folder=old)

    home, file, mail, again, summary = ended.out.splitlines()
    assert ended.code == 1
    assert home.startswith("refused: http://192.168.0.1/feed: ")
    assert "BRIEFBOT_ALLOW_PRIVATE_NETWORKS" in home
    assert file.startswith("refused: /etc/passwd: not a web address")
    assert mail.startswith("refused: mailto:a@b.test: ")
    assert again == "already there: https://ferry.test/feed"
    assert summary == "sources: added 2, already there 1, refused 3"


async def test_what_was_all_taken_may_be_repeated(old: Path) -> None:
    whole = READER.replace("/etc/passwd", "http://[::1]/").replace("mailto:a@b.test", "http://h/")

    first = await imported(old, whole, allow_private_networks=True)
    second = await imported(old, whole, allow_private_networks=True)

    assert first == Import(
        ["already there: https://ferry.test/feed", "sources: added 5, already there 1, refused 0"], is_whole=True
    )
    assert second.lines[-1] == "sources: added 0, already there 6, refused 0"
    assert second.is_whole


async def test_the_names_of_imported_sources_show_before_their_first_visit(old: Path) -> None:
    await imported(old, READER)

    async with memory(old) as storage:
        assert [source.name for source in await storage.sources()] == ["Ferry", "Tram & bus"]


async def test_sources_exported_here_and_imported_there_export_the_same(old: Path, new: Path) -> None:
    await imported(old, READER)
    told = await briefbot("export", folder=old)
    (new / "sources.opml").write_text(told.out, encoding="utf-8")

    taken = await briefbot("import", "sources.opml", folder=new)

    assert (taken.code, taken.out) == (0, "sources: added 2, already there 0, refused 0\n")
    assert told.out == (await briefbot("export", "--format", "opml", folder=new)).out
    assert "ferry.test" in told.out


MINIFLUX = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0" xmlns:miniflux="https://miniflux.app/opml">
    <head><title>Miniflux</title><dateCreated>Wed, 25 Nov 2026 08:00:00 UTC</dateCreated></head>
    <body>
        <outline text="Harbour">
            <outline title="My ferry" text="My ferry" type="rss" xmlUrl="https://ferry.test/feed" htmlUrl="https://ferry.test/"
                description="" miniflux:scraperRules="article" miniflux:crawler="true"></outline>
            <outline title="Trams" text="Trams" type="rss" xmlUrl="https://tram.test/feed" miniflux:disabled="true"
                miniflux:ignoreHTTPCache="false"></outline>
        </outline>
    </body>
</opml>"""
OTHER_BOT = """<?xml version='1.0' encoding='UTF-8'?>
<opml version="1.0"><head><title>Exported from a bot</title></head><body>
<outline text="My ferry" type="rss" xmlUrl="https://ferry.test/feed">
</outline>
</body></opml>"""


@pytest.mark.parametrize("text", [MINIFLUX, OTHER_BOT])
async def test_a_name_that_people_gave_stays_whatever_the_source_calls_itself(old: Path, text: str) -> None:
    await imported(old, text)

    async with memory(old) as storage:
        ferry = (await storage.sources())[0]
        await storage.store_visit(ferry.id, a_visit(a_brief(), title="Ferry news"))
        assert (await storage.sources())[0].name == "My ferry"
        assert (await storage.newest_briefs(limit=1))[0].source_title == "My ferry"


async def test_a_name_that_is_only_the_source_s_own_changes_with_it(old: Path) -> None:
    await imported(old, OTHER_BOT)

    async with memory(old) as storage:
        ferry = (await storage.sources())[0]
        for title in ("My ferry", "Ferry news"):
            await storage.store_visit(ferry.id, a_visit(title=title))
        assert (await storage.sources())[0].name == "Ferry news"


async def test_names_and_what_is_not_visited_survive_the_way_there_and_back(old: Path, new: Path) -> None:
    (old / "file").write_text(MINIFLUX, encoding="utf-8")
    taken = await import_file(settings(old), old / "file")
    assert taken.lines == [
        "left out: settings that mean nothing here: scraperRules, crawler",
        "sources: added 2, already there 0, refused 0",
    ]
    told = await export_outlines(settings(old))
    (new / "data").mkdir()
    assert (await imported(new, told)).lines == ["sources: added 2, already there 0, refused 0"]
    async with memory(new) as storage:
        sources = await storage.sources()
        due = await storage.claim_due_sources(AT + 9_000 * HOUR, lease_until=AT + 9_001 * HOUR, limit=9)
    assert [(source.name, source.state) for source in sources] == [
        ("My ferry", SourceState.ACTIVE),
        ("Trams", SourceState.PAUSED),
    ]
    assert [source.name for source in due] == ["My ferry"]
    assert await export_outlines(settings(new)) == told


async def test_a_whole_bot_moves_by_its_json_export(old: Path, new: Path) -> None:
    await furnish(old)
    told = await briefbot("export", "--format", "json", folder=old, environment={"BRIEFBOT_TOKEN": SECRET})
    (new / "bot.json").write_text(told.out, encoding="utf-8")

    taken = await briefbot("import", "bot.json", folder=new)

    assert taken.code == 0
    assert taken.out == (
        "sources: added 2, already there 0, refused 0; chats: added 2, already there 0, refused 0; "
        "subscriptions: added 3, already there 0, refused 0\n"
    )
    assert (await briefbot("export", "--format", "json", folder=new)).out == told.out
    async with memory(new) as storage:
        chat = await storage.chat(ChatId(7))
        assert chat is not None
        assert chat.paused_at == AT
        followed = await storage.subscriptions(ChatId(7), NO_THREAD)
        assert [(each.topic.query, each.words, each.began_at) for each in followed] == [
            ("bus OR tram", "Bus Or Tram", AT + HOUR),
            ("ferry", "Ferry", AT + HOUR),
        ]


async def test_a_json_export_taken_twice_is_taken_once(old: Path, new: Path) -> None:
    await furnish(old)
    told = await export_belongings(settings(old))
    await imported(new, told)

    again = await imported(new, told)

    assert again.is_whole
    assert again.lines[-1] == (
        "sources: added 0, already there 2, refused 0; chats: added 0, already there 2, refused 0; "
        "subscriptions: added 0, already there 3, refused 0"
    )
    assert await export_belongings(settings(new)) == told


async def test_an_export_holds_neither_briefs_nor_the_token(old: Path) -> None:
    await furnish(old)

    told = await export_belongings(settings(old, token=SECRET))

    assert json.loads(told)["sources"][0]["keys"] == ["told"]
    assert a_brief("told").text.partition("\n")[0] not in told
    assert SECRET.partition(":")[2] not in told


async def test_an_export_is_utf_8_whatever_the_terminal_speaks(old: Path) -> None:
    await furnish(old)

    told = await briefbot("export", folder=old, environment={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"})

    assert told.code == 0
    assert 'text="Möwen &amp; Co"' in told.out


def an_export(**changes: Any) -> str:
    chat = {"id": 7, "kind": "private", "title": "Anna", "state": "active"}
    times = {"dormant_at": None, "paused_at": None, "frozen_until": None}
    subscription = {
        "chat_id": 7,
        "thread_id": 0,
        "query": "ferry",
        "words": "ferry",
        "began_at": "2026-11-03T14:05:00Z",
    }
    whole = {"format": "briefbot", "version": 1, "sources": [], "chats": [chat | times]}
    return json.dumps(whole | {"subscriptions": [subscription | changes]})


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"query": "ferry AND ("}, "refused: ferry (chat 7): "),
        ({"chat_id": 8}, "refused: ferry (chat 8): its chat is not in the file"),
    ],
)
async def test_a_subscription_that_means_nothing_is_refused_by_itself(
    old: Path, changes: dict[str, Any], said: str
) -> None:
    told = await imported(old, an_export(**changes))

    assert not told.is_whole
    assert told.lines[0].startswith(said)
    assert "chats: added 1" in told.lines[-1]
    assert told.lines[-1].endswith("subscriptions: added 0, already there 0, refused 1")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("address,title", "neither OPML nor an export of Briefbot"),
        ("<html><body>sign in</body></html>", "no OPML"),
        ('<!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml/>', "entities"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": []}', "no export of Briefbot"),
        (an_export()[:-9], "no export of Briefbot, or a torn one"),
        (an_export().replace('"version": 1', '"version": 2'), "another version"),
        (an_export(began_at="2026-11-03T14:05:00"), "subscriptions.0.began_at"),
        (an_export(chat_id=2**64), "subscriptions.0.chat_id"),
        (an_export(words=7), "subscriptions.0.words"),
        (an_export(words="\ud800"), "no export of Briefbot, or a torn one"),
    ],
)
async def test_a_file_that_is_neither_is_one_line_and_changes_nothing(old: Path, text: str, said: str) -> None:
    with pytest.raises(RelocationError, match=re.escape(said)) as refused:
        await imported(old, text)
    assert str(refused.value).startswith(f"{old}/file: ")
    assert "\n" not in str(refused.value)
    assert [*(old / "data").iterdir()] == []


async def test_a_file_that_is_not_there_is_one_line(old: Path) -> None:
    assert "nowhere.opml cannot be read: No such file" in (await briefbot("import", "nowhere.opml", folder=old)).mistake
    with pytest.raises(RelocationError, match="data cannot be read: Is a directory"):
        await import_file(settings(old), old / "data")


async def test_an_unknown_format_is_named(old: Path) -> None:
    assert "'csv': write opml or json" in (await briefbot("export", "--format", "csv", folder=old)).mistake


async def test_ten_thousand_and_one_sources_are_ten_thousand_and_a_line(old: Path) -> None:
    outlines = "".join(f'<outline xmlUrl="https://n{number}.test/"/>' for number in range(10_001))

    told = await imported(old, f"<opml>{outlines}</opml>")

    over, summary = told.lines
    assert not told.is_whole
    assert over.startswith("over the cap: 1 more than the 10000 entries")
    assert summary == "sources: added 10000, already there 0, refused 0, over the cap 1"


async def test_a_torn_file_is_taken_as_far_as_it_goes_and_says_so(old: Path) -> None:
    told = await imported(old, '<opml><outline xmlUrl="https://a.test/"/><outline xmlUrl="https://lo')

    broken, summary = told.lines
    assert not told.is_whole
    assert broken.startswith("the file is broken")
    assert summary == "sources: added 1, already there 0, refused 0"
