"""What tests want of the machine; `make system` installs it."""

import os
from pathlib import Path
from shutil import which

import pytest


def needed(what: str, found: str | None) -> str:
    """Return `found`; else skip and say what was not tested. With CI=true that is a failure."""
    if found is not None:
        return found
    reason = f"{what} is missing, so this was not tested; `make system` installs it"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def postgres_programs() -> str | None:
    """The folder with initdb and postgres; Debian keeps one per version, off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found and (elsewhere := which("initdb")):
        found = [Path(elsewhere).resolve()]
    return str(found[-1].parent) if found else None


def chromium_program() -> str | None:
    """Debian's name for the browser first, then the one other systems use."""
    return which("chromium") or which("chromium-browser")
