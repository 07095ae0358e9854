"""What tests of conversations share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.world import World, open_world


@pytest.fixture
async def world(office_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """A kecamatan on a fresh database; a test that asks for it runs once on each kind."""
    async with open_world(office_url, tmp_path) as opened:
        yield opened
