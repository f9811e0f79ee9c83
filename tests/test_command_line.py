"""The command line is a contract: what it prints, its exit codes, and one clear line for every mistake."""

import json
import re
import sqlite3
from pathlib import Path

import pytest

from bot.sandbox import TOKEN, Sandbox
from storage import open_storage
from tests.commands import briefbot

BLOG = """The ferry runs again after the storm.
Read More
The tram line is closed for a week, the city said on Monday.… Continue reading
"""
PLAYED = """\
you: /follow ferry
bot → you: You follow ferry. Nothing in the archive yet: I will write to you when something comes.
  [In a digest] [Undo]
bot → you: The ferry runs again after the storm.

  blog.txt · seen 00:00 UTC
  [Why?]
anna: /follow tram
bot ✎ anna: No longer following tram.
  [Undo]
"""
WRONG_TOKEN = "1234567890:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"
FIELDS = ["key", "title", "text", "url", "published_at", "language", "tags", "image_url", "truncated", "source"]


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    """A source of two briefs."""
    file = tmp_path / "blog.txt"
    file.write_text(BLOG, encoding="utf-8")
    return file


async def test_read_prints_a_json_object_a_brief_with_the_promised_fields(tmp_path: Path, blog: Path) -> None:
    ended = await briefbot("read", "blog.txt", "--json", folder=tmp_path)
    ferry, tram = [json.loads(line) for line in ended.out.splitlines()]
    assert ended.code == 0
    assert sorted(ferry) == sorted(FIELDS)
    assert ferry["text"] == "The ferry runs again after the storm."
    assert (ferry["truncated"], ferry["title"], ferry["url"], ferry["published_at"]) == (False, None, None, None)
    assert tram["truncated"] is True
    assert tram["source"] == "blog.txt"


async def test_one_unreadable_source_does_not_keep_the_others_from_being_read(tmp_path: Path, blog: Path) -> None:
    ended = await briefbot("read", "missing.txt", "blog.txt", "--json", folder=tmp_path)
    assert ended.mistake.startswith("briefbot: missing.txt: ")
    assert len(ended.out.splitlines()) == 2


@pytest.mark.parametrize(("topic", "code", "found"), [("ferry storm", 0, 1), ("harbour", 1, 0)])
async def test_match_says_by_its_exit_code_whether_anything_matches(
    tmp_path: Path, blog: Path, topic: str, code: int, found: int
) -> None:
    ended = await briefbot("match", topic, "blog.txt", "--json", folder=tmp_path)
    assert (ended.code, len(ended.out.splitlines())) == (code, found)
    assert all(json.loads(line)["words"] == ["ferry", "storm"] for line in ended.out.splitlines())


async def test_match_says_to_a_person_by_which_words(tmp_path: Path, blog: Path) -> None:
    ended = await briefbot("match", "storm OR ferries", "blog.txt", folder=tmp_path)
    assert ended.out == "The ferry runs again after the storm.\nmatched: ferry, storm\n\n"


async def test_match_points_at_the_mistake_in_a_topic(tmp_path: Path, blog: Path) -> None:
    ended = await briefbot("match", "tram AND (ferry", "blog.txt", folder=tmp_path)
    assert ended.code == 2
    line, pointer, *_ = ended.err.splitlines()
    assert line == "briefbot: tram AND (ferry"
    assert pointer.startswith(f"{' ' * line.index('(')}^ ")


async def test_stories_gives_each_brief_its_story_and_group(tmp_path: Path, blog: Path) -> None:
    ended = await briefbot("stories", "blog.txt", "--json", folder=tmp_path)
    assert [sorted(json.loads(line)) for line in ended.out.splitlines()] == [["group", "key", "story"]] * 2


async def test_sources_are_added_listed_and_removed(tmp_path: Path, blog: Path) -> None:
    added = await briefbot("sources", "add", "blog.txt", folder=tmp_path)
    listed = await briefbot("sources", "list", folder=tmp_path)
    checked = await briefbot("sources", "check", folder=tmp_path)
    removed = await briefbot("sources", "remove", "1", folder=tmp_path)
    empty = await briefbot("sources", "list", folder=tmp_path)
    assert "ferry" in added.out
    assert str(blog) in listed.out
    assert checked.out.startswith("ok")
    assert removed.out.startswith("removed: ")
    assert empty.out.startswith("no sources yet")


async def test_a_backup_is_a_whole_database_and_replaces_nothing(tmp_path: Path, blog: Path) -> None:
    added = await briefbot("sources", "add", "blog.txt", folder=tmp_path)
    assert added.code == 0, added.err
    ended = await briefbot("backup", "copy.db", folder=tmp_path)
    again = await briefbot("backup", "copy.db", folder=tmp_path)
    with sqlite3.connect(tmp_path / "copy.db") as copy:
        assert copy.execute("SELECT address FROM sources").fetchall() == [(str(blog),)]
    copy.close()
    assert ended.code == 0
    assert "exists already" in again.mistake


async def test_the_doctor_says_what_to_do(tmp_path: Path) -> None:
    ended = await briefbot("doctor", folder=tmp_path)
    assert ended.code == 1
    assert "FIX  no sources yet: add one with briefbot sources add" in ended.out
    assert "FIX  no token: ask @BotFather" in ended.out


async def test_without_a_token_it_says_where_to_get_one(tmp_path: Path) -> None:
    assert "@BotFather" in (await briefbot("run", folder=tmp_path)).mistake


async def test_a_wrong_token_is_one_line_that_does_not_show_it(tmp_path: Path) -> None:
    """Fault 28."""
    sandbox = Sandbox()
    await sandbox.open()
    try:
        environment = {"BRIEFBOT_TOKEN": WRONG_TOKEN, "BRIEFBOT_API_URL": sandbox.address}
        ended = await briefbot("run", folder=tmp_path, environment=environment)
    finally:
        await sandbox.close()
    assert "Telegram does not know this token" in ended.mistake
    assert WRONG_TOKEN.partition(":")[2] not in ended.out + ended.err


async def test_an_api_that_is_not_there_is_named(tmp_path: Path) -> None:
    environment = {"BRIEFBOT_TOKEN": WRONG_TOKEN, "BRIEFBOT_API_URL": "http://127.0.0.1:9"}
    ended = await briefbot("run", folder=tmp_path, environment=environment)
    assert "the Bot API at http://127.0.0.1:9 cannot be reached" in ended.mistake


async def test_an_unreadable_source_is_not_added(tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_text("<html><p>nothing here</p></html>")
    ended = await briefbot("sources", "add", "empty.html", folder=tmp_path)
    assert "empty.html" in ended.mistake
    assert (await briefbot("sources", "list", folder=tmp_path)).out.startswith("no sources yet")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "no address was given: write the path of a file, or a web address"),
        ("harbour", "harbour: there is no such file; a web address begins with https://"),
        ("./feed.xml", "./feed.xml: there is no such file"),
        (f"~{'x' * 300}/feed.xml", f"~{'x' * 300}/feed.xml: there is no such file"),
    ],
)
@pytest.mark.parametrize("command", [("read",), ("sources", "add")])
async def test_what_leads_nowhere_is_said_with_how_to_write_an_address(
    tmp_path: Path, command: tuple[str, ...], typed: str, said: str
) -> None:
    assert (await briefbot(*command, typed, folder=tmp_path)).mistake == f"briefbot: {said}"


async def test_whoever_leaves_out_the_scheme_is_told_the_whole_address(tmp_path: Path) -> None:
    ended = await briefbot("read", "blog.test/feed.xml", folder=tmp_path)
    assert ended.mistake.endswith(
        "blog.test/feed.xml: there is no such file; for the web, write https://blog.test/feed.xml"
    )


async def test_a_source_in_the_settings_that_leads_nowhere_is_named(tmp_path: Path, blog: Path) -> None:
    sandbox = Sandbox()
    await sandbox.open()
    environment = {
        "BRIEFBOT_TOKEN": TOKEN, "BRIEFBOT_API_URL": sandbox.address, "BRIEFBOT_SOURCES": "blog.test/feed",
    }  # fmt: skip
    try:
        ended = await briefbot("run", folder=tmp_path, environment=environment)
    finally:
        await sandbox.close()
    said = "BRIEFBOT_SOURCES: blog.test/feed: there is no such file; for the web, write https://blog.test/feed"
    assert ended.mistake == f"briefbot: {said}"
    looked_at = await briefbot("doctor", folder=tmp_path, environment=environment)
    assert f"FIX  {said}" in looked_at.out
    looked_at = await briefbot("doctor", folder=tmp_path, environment={"BRIEFBOT_SOURCES": blog.name})
    assert "ok   sources: 1 in BRIEFBOT_SOURCES, read as soon as the bot runs" in looked_at.out


async def test_a_source_in_a_private_network_is_refused_with_the_setting_that_allows_it(tmp_path: Path) -> None:
    ended = await briefbot("sources", "add", "http://127.0.0.1:8/feed", folder=tmp_path)
    assert "BRIEFBOT_ALLOW_PRIVATE_NETWORKS" in ended.mistake


async def test_a_newer_database_is_left_alone(tmp_path: Path) -> None:
    await briefbot("sources", "list", folder=tmp_path)
    with sqlite3.connect(tmp_path / "data" / "briefbot.db") as database:
        database.execute("UPDATE schema_version SET version = version + 1000")
    database.close()
    ended = await briefbot("run", folder=tmp_path, environment={"BRIEFBOT_TOKEN": WRONG_TOKEN})
    assert "newer" in ended.mistake


async def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, blog: Path) -> None:
    environment = {"BRIEFBOT_TOKEN": WRONG_TOKEN, "BRIEFBOT_DATA": str(blog / "below-a-file")}
    assert "below-a-file" in (await briefbot("run", folder=tmp_path, environment=environment)).mistake


async def test_a_port_that_is_taken_is_named_with_the_settings_that_choose_another(tmp_path: Path) -> None:
    sandbox = Sandbox()
    await sandbox.open()
    try:
        port = sandbox.address.rpartition(":")[2]
        environment = {"BRIEFBOT_TOKEN": TOKEN, "BRIEFBOT_API_URL": sandbox.address, "BRIEFBOT_WEB_PORT": port}
        ended = await briefbot("run", folder=tmp_path, environment=environment | {"BRIEFBOT_LOG_LEVEL": "ERROR"})
        tried = await briefbot("try", "--port", port, folder=tmp_path)
    finally:
        await sandbox.close()
    assert f"port {port}" in ended.mistake
    assert "BRIEFBOT_WEB_PORT" in ended.mistake
    assert f"port {port}" in tried.mistake
    assert "--port" in tried.mistake


async def test_a_trial_in_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path, blog: Path) -> None:
    assert "--data" in (await briefbot("try", "--data", str(blog), folder=tmp_path)).mistake


async def test_an_unknown_setting_is_named(tmp_path: Path) -> None:
    (tmp_path / "briefbot.toml").write_text('visit_evry = "1m"')
    assert "visit_every" in (await briefbot("run", folder=tmp_path)).mistake
    (tmp_path / "briefbot.toml").unlink()
    ended = await briefbot("run", folder=tmp_path, environment={"BRIEFBOT_TOKN": "x"})
    assert "BRIEFBOT_TOKEN" in ended.mistake


async def test_beside_a_bot_only_a_process_that_does_not_dispatch_may_share_its_database(tmp_path: Path) -> None:
    environment = {"BRIEFBOT_TOKEN": WRONG_TOKEN, "BRIEFBOT_API_URL": "http://127.0.0.1:9"}
    (tmp_path / "data").mkdir()
    storage = await open_storage(f"sqlite:///{tmp_path}/data/briefbot.db", exclusive=True)
    try:
        whole = await briefbot("run", folder=tmp_path, environment=environment)
        part = await briefbot("run", "--role", "ingest", "--role", "chat", folder=tmp_path, environment=environment)
    finally:
        await storage.close()
    assert "briefbot.db.lock" in whole.mistake
    assert "cannot be reached" in part.mistake


async def test_an_unknown_role_is_named(tmp_path: Path) -> None:
    ended = await briefbot("run", "--role", "cook", folder=tmp_path, environment={"BRIEFBOT_TOKEN": WRONG_TOKEN})
    assert "'cook'" in ended.mistake


@pytest.mark.parametrize(
    "words", [["cook"], ["try", "--nonsense"], ["try", "--port", "many"], ["match"], ["sources", "x"]]
)
async def test_a_command_line_that_means_nothing_is_one_line(tmp_path: Path, words: list[str]) -> None:
    ended = await briefbot(*words, folder=tmp_path)
    assert ended.mistake.endswith(": see briefbot --help")


async def test_what_is_typed_is_utf8_whatever_the_locale_and_a_wrong_byte_stops_nothing(
    tmp_path: Path, blog: Path
) -> None:
    script = "\ufeff/follow “ferry”\n".encode() + b"\xff\n"
    environment = {"PYTHONIOENCODING": "ascii"}
    ended = await briefbot("try", "--source", "blog.txt", folder=tmp_path, environment=environment, script=script)
    assert ended.code == 0, ended.err
    assert ended.out.startswith("you: /follow “ferry”\nbot → you: You follow ")
    assert "you: \ufffd\n" in ended.out
    assert "Traceback" not in ended.err


async def test_a_script_is_played_and_its_conversation_printed(tmp_path: Path, blog: Path) -> None:
    script = "/follow ferry\n# a comment\n!as anna\n/follow tram\n!press Undo\n!news 1\n!news\n"
    ended = await briefbot("try", "--source", "blog.txt", folder=tmp_path, script=script)
    assert ended.code == 0, ended.err
    assert re.sub(r"seen \d\d:\d\d", "seen 00:00", ended.out) == PLAYED


async def test_try_ignores_the_environment_and_the_settings_file(tmp_path: Path, blog: Path) -> None:
    (tmp_path / "briefbot.toml").write_text("nonsense = 1")
    environment = {"BRIEFBOT_API_URL": "http://127.0.0.1:9", "BRIEFBOT_NONSENSE": "1"}
    ended = await briefbot(
        "try", "--source", "blog.txt", folder=tmp_path, environment=environment, script="/follow ferry"
    )
    assert ended.code == 0, ended.err
    assert "The ferry runs again" in ended.out


@pytest.mark.parametrize(("script", "said"), [("!nonsense", "line 1: "), ("/start\n!press Nowhere", "line 2: ")])
async def test_a_slip_in_a_script_is_one_line(tmp_path: Path, blog: Path, script: str, said: str) -> None:
    ended = await briefbot("try", "--source", "blog.txt", folder=tmp_path, script=script)
    assert ended.code == 2
    assert ended.err.splitlines()[-1].startswith(f"briefbot: {said}")


async def test_what_is_held_at_the_end_is_counted(tmp_path: Path, blog: Path) -> None:
    ended = await briefbot("try", "--source", "blog.txt", folder=tmp_path, script="/follow ferry\n/pause\n")
    assert ended.out.endswith("waiting: 1\n")


async def test_a_file_named_in_the_settings_and_by_command_is_one_source(tmp_path: Path, blog: Path) -> None:
    sandbox = Sandbox()
    await sandbox.open()
    environment = {
        "BRIEFBOT_TOKEN": TOKEN, "BRIEFBOT_API_URL": sandbox.address, "BRIEFBOT_SOURCES": blog.name,
        "BRIEFBOT_WEB_PORT": str(sandbox.address.rpartition(":")[2]),
    }  # fmt: skip
    try:
        await briefbot("sources", "add", "blog.txt", folder=tmp_path)
        # The port of the health page is taken: the bot adds its sources, and ends by itself.
        ended = await briefbot("run", folder=tmp_path, environment=environment)
    finally:
        await sandbox.close()
    assert ended.code == 2
    listed = await briefbot("sources", "list", folder=tmp_path)
    assert len(listed.out.splitlines()) == 1
