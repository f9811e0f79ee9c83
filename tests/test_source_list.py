"""`sources list` and `doctor` say how each source is: kind, visits, news, failures, silence."""

from pathlib import Path

from bot import upkeep
from bot.settings import Settings
from storage import open_storage
from storage.model import SourceKind
from storage.model_troubles import Trouble, TroubleKind
from tests.builders import AT, DAY, HOUR, MINUTE, a_brief, a_visit


async def test_a_line_says_all_that_is_known_of_a_source(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    storage = await open_storage(settings.database)
    page = await storage.add_source("https://harbour.test/blog", now=AT)
    visit = a_visit(a_brief(), at=AT, next_visit_at=AT + HOUR, kind=SourceKind.ARCHIVE, title="Harbour Blog")
    await storage.store_visit(page.id, visit)
    await storage.begin_trouble(
        page.id, Trouble(kind=TroubleKind.SILENT, detail="it used to publish every day", began_at=AT + DAY), now=AT
    )
    failing = await storage.add_source("https://failing.test", now=AT)
    await storage.store_failure(failing.id, error="HTTP 503", at=AT, next_visit_at=AT + 20 * MINUTE)
    gone = await storage.add_source("https://gone.test", now=AT)
    await storage.mark_source_gone(gone.id, error="HTTP 410", at=AT)
    await storage.close()

    lines = await upkeep.list_sources(settings)

    assert [line.strip() for line in lines] == [
        (
            "1 Harbour Blog – https://harbour.test/blog (archive): visited 2026-11-03 14:05 UTC,"
            " last news 2026-11-03 14:05 UTC, next 2026-11-03 15:05 UTC,"
            " SILENT since 2026-11-04 14:05 UTC: it used to publish every day"
        ),
        "2 https://failing.test: not visited yet, next 2026-11-03 14:25 UTC, failed 1×: HTTP 503",
        "3 https://gone.test [gone]: not visited yet, failed 1×: HTTP 410",
    ]
    findings = await upkeep.examine(settings)
    assert [finding.line for finding in findings if not finding.is_well][:3] == lines


async def test_a_source_is_removed_by_its_address_as_people_write_it(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    storage = await open_storage(settings.database)
    await storage.add_source("http://harbour.test/feed", now=AT)
    await storage.close()
    assert await upkeep.remove_source(settings, "harbour.test/feed") == [
        "removed: http://harbour.test/feed. To undo: briefbot sources add http://harbour.test/feed"
    ]
