"""How long a question takes with many articles, and what building the index does to the others."""

import asyncio
import gc
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from core.clock import SystemClock
from core.db import Database
from core.knowledge.queries import find
from core.knowledge.services import load_articles
from tanggap import interpreter
from tanggap.bench.articles import articles, questions
from tanggap.bench.office import install
from tanggap.opening import open_database

SIZES = (2_000, 10_000)
QUESTIONS = 400
TICK = 0.001  # seconds


async def measure() -> dict[str, Any]:
    """The figures of `tanggap bench answers`, each size on a database of its own."""
    return {"sizes": [await _measure(size) for size in SIZES]}


async def _measure(size: int) -> dict[str, Any]:
    rows = list(articles(size))
    with tempfile.TemporaryDirectory(prefix="tanggap-bench-") as folder:
        db = open_database(await install(Path(folder), f"sqlite:///{folder}/tanggap.db"))
        try:
            async with db.begin() as session:
                await load_articles(session, rows, now=SystemClock().now())
            _as_the_service_starts()
            async with _stalls() as stalls:
                build = await _ask(db, "biaya")
            took = [await _ask(db, text) for text in questions(rows, QUESTIONS)]
        finally:
            await db.close()
    return {
        "articles": size,
        "p95_ms": round(sorted(took)[int(len(took) * 0.95) - 1] * 1000, 1),
        "build_s": round(build, 2),
        "stall_ms": round(max(stalls) * 1000, 1),
    }


def _as_the_service_starts() -> None:
    """Without what making up the articles left for the collector."""
    gc.collect()
    interpreter.settle()


async def _ask(db: Database, text: str) -> float:
    """Seconds from the question to the articles; the first one builds the index."""
    async with db.read() as session:
        start = time.perf_counter()
        await find(session, text)
        return time.perf_counter() - start


@asynccontextmanager
async def _stalls() -> AsyncIterator[list[float]]:
    """How much later than asked for the event loop came back each time, in seconds."""
    late: list[float] = []
    watching = asyncio.create_task(_watch(late))
    try:
        yield late
    finally:
        watching.cancel()


async def _watch(late: list[float]) -> None:
    while True:
        start = time.perf_counter()
        await asyncio.sleep(TICK)
        late.append(time.perf_counter() - start - TICK)
