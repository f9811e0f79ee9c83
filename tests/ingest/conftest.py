"""What visits are tested with: a reading process, and a house with one source."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.ingest.parsing import Parser
from tests.ingest.visiting import START, House, standing


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    """One for all tests of a file: its process takes a while to start."""
    opened = Parser()
    yield opened
    asyncio.run(opened.close())


@pytest.fixture
async def house(tmp_path: Path, parser: Parser) -> AsyncIterator[House]:
    async with standing(tmp_path, parser) as house:
        await house.storage.add_source(house.address, now=START)
        yield house
