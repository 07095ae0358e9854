import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.knowledge.loader import HERE, Library, check, load

Spoil = Callable[[str, str, str], list[str]]


@pytest.fixture(scope="session")
def library() -> Library:
    return load()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the shipped content that a test may damage.

    The long simulations, the courses, and the gaps that name both stay out; their mistakes are
    tested on short ones.
    """
    only_toml = shutil.ignore_patterns("*.py", "__pycache__", "scenarios", "courses", "gaps.toml")
    return Path(shutil.copytree(HERE, tmp_path / "knowledge", ignore=only_toml))


@pytest.fixture
def spoil(content: Path) -> Spoil:
    """Replace a text that occurs in a file, then say what the check finds."""

    def change(name: str, old: str, new: str) -> list[str]:
        path = content / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return [str(problem) for problem in check(content).problems]

    return change
