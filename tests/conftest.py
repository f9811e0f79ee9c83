"""What every room's tests share."""

import os
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real input that is not part of the project: `$BRIEFBOT_TEST_DATA`, by default beside the repository."""
    folder = Path(os.environ.get("BRIEFBOT_TEST_DATA", HOUSE.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no test data at {folder}: set BRIEFBOT_TEST_DATA")
    return folder
