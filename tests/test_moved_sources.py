"""An operator is told where a source moved to, and how to go back."""

from pathlib import Path

from storage import open_storage
from tests.builders import AT
from tests.commands import briefbot


async def test_a_source_that_moved_is_explained_and_goes_back_when_asked(tmp_path: Path) -> None:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    for file in (old, new):
        file.write_text("The ferry runs again after the storm, the harbour master said on Monday.\n", "utf-8")
    await briefbot("sources", "add", str(old), folder=tmp_path)
    storage = await open_storage(f"sqlite://{tmp_path}/data/briefbot.db")
    (source,) = await storage.sources()
    await storage.move_source(source.id, str(new), now=AT)
    await storage.close()

    listed = await briefbot("sources", "list", folder=tmp_path)
    again = await briefbot("sources", "add", str(old), folder=tmp_path)
    await briefbot("sources", "remove", str(source.id), folder=tmp_path)
    back = await briefbot("sources", "add", str(old), folder=tmp_path)
    at_home = await briefbot("sources", "list", folder=tmp_path)

    assert f"moved from {old}" in listed.out
    assert again.out.startswith(f"already there: source {source.id} moved from {old} to {new} for good")
    assert f"briefbot sources remove {source.id}" in again.out
    assert back.out.startswith(f"added: source {source.id},")
    assert str(old) in at_home.out
    assert str(new) not in at_home.out
