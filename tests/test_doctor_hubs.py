"""The doctor says whether hubs can call, which an operator cannot see from where they sit."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot import clock
from bot.app import memory
from bot.settings import Settings
from bot.upkeep import Finding, examine
from storage.model import HubOffer
from tests.builders import a_visit

HOUR = timedelta(hours=1)
ABOUT_HUBS = ("hubs:", "BRIEFBOT_PUBLIC_URL")


async def about_hubs(folder: Path, *, web_port: int = 8080, asked: int = 0, granted: bool = False) -> Finding:
    """What the doctor finds where one source names a hub that was asked so often."""
    settings = Settings(data=folder, public_url="https://bot.test", web_port=web_port)
    now = clock.now()
    async with memory(settings) as storage:
        source = await storage.add_source("https://news.test/feed", now=now)
        offer = HubOffer(hub="https://hub.test/", known_as=source.address)
        await storage.store_visit(source.id, a_visit(at=now - HOUR, hub=offer))
        for _ in range(asked):
            (lease,) = await storage.claim_due_leases(now, base=settings.public_url, until=now, limit=9)
            await storage.record_asked(lease.id, asked_at=now, due_at=now, error="HTTP 403")
        if granted:
            assert await storage.confirm_lease(lease.id, at=now, ends_at=now + HOUR, renew_at=now + HOUR)
    (finding,) = [one for one in await examine(settings) if one.line.startswith(ABOUT_HUBS)]
    return finding


@pytest.mark.parametrize(
    ("asked", "granted", "said"), [(0, False, "0 of 1"), (1, False, "0 of 1"), (3, True, "1 of 1")]
)
async def test_where_hubs_can_call_or_were_hardly_asked_all_is_well(
    tmp_path: Path, *, asked: int, granted: bool, said: str
) -> None:
    line = f"hubs: {said} named by sources will call when there is news"
    assert await about_hubs(tmp_path, asked=asked, granted=granted) == Finding(is_well=True, line=line)


async def test_where_no_hub_ever_called_back_it_says_where_to_look(tmp_path: Path) -> None:
    finding = await about_hubs(tmp_path, asked=2)
    assert not finding.is_well
    assert "(HTTP 403): does https://bot.test/websub/ lead to port 8080?" in finding.line


async def test_a_public_address_where_nothing_listens_is_found(tmp_path: Path) -> None:
    finding = await about_hubs(tmp_path, web_port=0)
    assert (finding.is_well, "set BRIEFBOT_WEB_PORT too" in finding.line) == (False, True)


async def test_without_a_public_address_hubs_are_not_spoken_of(tmp_path: Path) -> None:
    assert not any(finding.line.startswith(ABOUT_HUBS) for finding in await examine(Settings(data=tmp_path)))
