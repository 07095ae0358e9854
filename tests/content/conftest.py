import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.knowledge.loader import HERE, Library, check, load

Spoil = Callable[[str, str, str], list[str]]


@pytest.fixture(scope="session")
def library() -> Library:
    return load()


# What the sample office practises; the other simulations are long and would be read every time.
PRACTISED = ("jalan-rusak-marah.toml", "maaf-terlambat.toml")
# Files that only name what stands in others; their mistakes are tested on short ones.
LEFT_OUT = ("*.py", "__pycache__", "courses", "gaps.toml", "known_questions.toml")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the shipped content that a test may damage."""

    def unneeded(folder: str, names: list[str]) -> set[str]:
        out = shutil.ignore_patterns(*LEFT_OUT)(folder, names)
        return out | (set(names) - set(PRACTISED) if Path(folder).name == "scenarios" else set())

    return Path(shutil.copytree(HERE, tmp_path / "knowledge", ignore=unneeded))


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
