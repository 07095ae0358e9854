"""Files people sent, in a local folder, under names we made."""

import os
import secrets
from pathlib import Path


class Storage:
    """`put` returns the name that `path` finds again; nothing of the sender is in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes, suffix: str) -> str:
        """Write durably, then give the file its name: a crash leaves no half file behind."""
        name = f"{secrets.token_hex(16)}{suffix}"
        target = self.path(name)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        target.parent.mkdir(exist_ok=True)
        draft = target.with_suffix(".part")
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
        return name

    def path(self, name: str) -> Path:
        """Where a stored file is; raises ValueError for a name that is not one of ours."""
        stem = name.partition(".")[0]
        if len(stem) != 32 or not all(c in "0123456789abcdef" for c in stem) or "/" in name:
            raise ValueError("not a stored file")
        return self._folder / name[:2] / name

    def drop(self, name: str) -> None:
        self.path(name).unlink(missing_ok=True)
