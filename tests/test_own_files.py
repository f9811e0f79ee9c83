"""Files of this machine are sources only where the operator says so, also where a list names them."""

from pathlib import Path

from storage import open_storage
from tests.builders import AT
from tests.commands import briefbot


async def test_a_list_names_files_only_where_the_operator_says_that_it_is_their_own(tmp_path: Path) -> None:
    """Fault 81: a list from the web could have any file of this machine read and pushed to chats."""
    old, new = tmp_path / "old", tmp_path / "new"
    (old / "data").mkdir(parents=True)
    new.mkdir()
    storage = await open_storage(f"sqlite://{old}/data/briefbot.db")
    for address in (f"{old}/blog.txt", "https://ferry.test/feed"):
        await storage.add_source(address, now=AT)
    await storage.close()
    told = await briefbot("export", folder=old)
    (new / "sources.opml").write_text(told.out, encoding="utf-8")

    refused = await briefbot("import", "sources.opml", folder=new)
    taken = await briefbot("import", "--files", "sources.opml", folder=new)

    assert refused.code == 1
    assert "briefbot import --files takes files" in refused.out
    assert (taken.code, taken.out.splitlines()[-1]) == (0, "sources: added 1, already there 1, refused 0")
    assert told.out == (await briefbot("export", folder=new)).out
