"""What storage's tests share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import Storage
from tests.storage.scene import Scene, opened


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """A fresh database with a few steps at hand."""
    async with opened(tmp_path / "briefbot.db") as scene:
        yield scene


@pytest.fixture
def storage(scene: Scene) -> Storage:
    """A fresh database."""
    return scene.storage
