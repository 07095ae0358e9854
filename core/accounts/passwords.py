"""Hashing passwords: argon2id with 64 MiB, off the event loop, two at a time."""

import asyncio
from collections.abc import Callable
from functools import cached_property
from typing import ParamSpec, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core.errors import Refused

P = ParamSpec("P")
T = TypeVar("T")

MEMORY_KIB = 64 * 1024
PASSES = 3
AT_ONCE = 2
MOST_WAITING = 16


class Passwords:
    """Each hash takes 64 MiB, so only two are made at once and few may wait."""

    def __init__(self, memory_kib: int = MEMORY_KIB) -> None:
        self._hasher = PasswordHasher(time_cost=PASSES, memory_cost=memory_kib, parallelism=1)
        self._room = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    async def hash(self, password: str) -> str:
        return await self._run(self._hasher.hash, password)

    async def fits(self, password_hash: str | None, password: str) -> bool:
        """Whether the password is the one of the hash; None takes as long and never fits."""
        return await self._run(self._check, password_hash, password)

    def outdated(self, password_hash: str) -> bool:
        """Whether the hash was made with weaker settings than today's."""
        return self._hasher.check_needs_rehash(password_hash)

    @cached_property
    def _nobody(self) -> str:
        """Checked for people who do not exist, so that the answer takes as long as for others."""
        return self._hasher.hash("nobody's password")

    def _check(self, password_hash: str | None, password: str) -> bool:
        nobody = self._nobody  # also made for somebody who exists: the first answer is slow for all
        try:
            self._hasher.verify(password_hash or nobody, password)
        except (VerificationError, InvalidHashError):
            return False
        return password_hash is not None

    async def _run(self, work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        if self._waiting >= MOST_WAITING:
            raise Refused("panel.refused.busy")
        self._waiting += 1
        try:
            async with self._room:
                return await asyncio.to_thread(work, *arguments, **named)
        finally:
            self._waiting -= 1
