"""The key file, and what it seals.

One file outside the database holds every key version, newest last:

    1:<64 hex digits>
    2:<64 hex digits>

Sealing uses the newest version; opening uses the version named in the sealed bytes, so a key
can be rotated while old rows are still being read. Look-ups go through `index`, which always
uses the first version: a rotated index would no longer find what it indexed. So the first line
is never removed.
"""

import hmac
import json
import os
import secrets as random
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import ConfigError

NONCE = 12
KEY = 32
# The version is one byte of what was sealed.
LAST_VERSION = 255


class Keyring:
    """Seals bytes with AES-256-GCM and indexes values with HMAC-SHA-256."""

    def __init__(self, keys: dict[int, bytes]) -> None:
        self._ciphers = {version: AESGCM(_derive(key, b"seal")) for version, key in keys.items()}
        self._newest = max(keys)
        self._index_key = _derive(keys[min(keys)], b"index")

    def seal(self, plain: bytes) -> bytes:
        """Version byte, 12 byte nonce, ciphertext with tag."""
        nonce = os.urandom(NONCE)
        return (
            bytes([self._newest]) + nonce + self._ciphers[self._newest].encrypt(nonce, plain, b"")
        )

    def open(self, sealed: bytes) -> bytes:
        """The plain bytes; raises ConfigError when the key file does not hold the key."""
        version = sealed[0] if sealed else 0
        cipher = self._ciphers.get(version)
        if cipher is None:
            raise ConfigError(f"security.key_file: key version {version} is missing")
        try:
            return cipher.decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], b"")
        except (InvalidTag, ValueError):
            raise ConfigError("security.key_file: this key does not open the database") from None

    def seal_json(self, value: Any) -> bytes:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return self.seal(text.encode(errors="surrogatepass"))

    def open_json(self, sealed: bytes) -> Any:
        return json.loads(self.open(sealed))

    def index(self, purpose: str, value: str | int) -> str:
        """A stable 128 bit name for a value that must be found but not read (32 hex digits)."""
        message = f"{purpose}:{value}".encode()
        return hmac.digest(self._index_key, message, "sha256")[:16].hex()


def keys_of(session: AsyncSession) -> Keyring:
    """The keyring the session was opened with."""
    keys: Keyring = session.info["keys"]
    return keys


def read_key_file(path: Path) -> Keyring:
    """The keyring in the file; raises ConfigError naming what is wrong with it."""
    keys = _read(path)
    if not keys:
        raise ConfigError(f"security.key_file: {path} is empty; restore it")
    return Keyring(keys)


def write_key_file(path: Path) -> None:
    """Make a key file only its owner can read; an existing one gains a newer version."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys = _read(path) if path.exists() else {}
    keys[max(keys, default=0) + 1] = random.token_bytes(KEY)
    if max(keys) > LAST_VERSION:
        raise ConfigError(f"security.key_file: {path} holds all the versions there can be")
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write("".join(f"{version}:{key.hex()}\n" for version, key in sorted(keys.items())))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _read(path: Path) -> dict[int, bytes]:
    """Keys by version; two keys of one version, or a short one, is damage."""
    try:
        lines = path.read_text(encoding="ascii").split()
        pairs = [line.split(":") for line in lines]
        keys = {int(version): bytes.fromhex(key) for version, key in pairs}
    except OSError as problem:
        raise ConfigError(
            f"security.key_file: cannot read {path}: {problem.strerror}; run tanggap setup"
        ) from None
    except ValueError:
        raise _damaged(path) from None
    sound = all(len(key) == KEY and 0 < n <= LAST_VERSION for n, key in keys.items())
    if len(keys) < len(lines) or not sound:
        raise _damaged(path)
    return keys


def _damaged(path: Path) -> ConfigError:
    return ConfigError(
        f"security.key_file: {path} is damaged: lines must be <version>:<64 hex>; restore it"
    )


def _derive(key: bytes, purpose: bytes) -> bytes:
    return hmac.digest(key, b"tanggap " + purpose, sha256)
