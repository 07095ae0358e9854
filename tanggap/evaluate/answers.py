"""How well questions find their answers: the engine of the service on the data given alone."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

from core.errors import Refused
from core.knowledge.confidence import Verdict, judge
from core.knowledge.corpus import Entry
from core.knowledge.search import Answers
from core.masking import masked
from tanggap.evaluate.progress import watched
from tanggap.evaluate.tables import read

# Ranks below this one count nothing for the mean reciprocal rank.
DEEPEST = 10
WORST = 10
NONE = "-"


@dataclass(frozen=True)
class Found:
    """What the engine made of one question: entries from the best on, and how long it took."""

    text: str
    keys: Sequence[str]
    verdict: Verdict
    ms: float


@dataclass(frozen=True)
class Confusion:
    """How often questions about `wanted` found `got` first, and one of them."""

    times: int
    wanted: str
    got: str
    example: str


def measure(kb: Path, queries: Path, oos: Path | None) -> tuple[dict[str, Any], list[Confusion]]:
    """The figures of `tanggap evaluate answers`, and what was confused most."""
    entries = _entries(kb)
    rows = read(queries, ("text", "kb_id"))
    foreign = read(oos, ("text",)) if oos else []
    for line, row in rows:
        if row["kb_id"] not in entries:
            raise Refused(
                "cli.evaluate.refused.label", file=queries.name, line=str(line), label=row["kb_id"]
            )
    answers = Answers(entries)
    found = list(_ask(answers, [row["text"] for _, row in rows]))
    strange = list(_ask(answers, [row["text"] for _, row in foreign]))
    wanted = [row["kb_id"] for _, row in rows]
    return _figures(found, wanted, strange), _confusions(found, wanted)


def _entries(path: Path) -> dict[str, Entry]:
    """Rows with one kb_id are one entry."""
    questions: dict[str, list[str]] = {}
    told: dict[str, list[str]] = {}
    for _, row in read(path, ("kb_id", "question", "answer"), ("aliases",)):
        aliases = [alias.strip() for alias in row["aliases"].split("|") if alias.strip()]
        questions.setdefault(row["kb_id"], []).extend([row["question"], *aliases])
        told.setdefault(row["kb_id"], []).append(row["answer"])
    return {key: Entry(texts, "\n".join(told[key])) for key, texts in questions.items()}


def _ask(answers: Answers, texts: Sequence[str]) -> Iterator[Found]:
    for text in watched(texts):
        start = time.perf_counter()
        hits = answers.search(masked(text), DEEPEST)
        verdict = judge(hits)
        ms = (time.perf_counter() - start) * 1000
        yield Found(text, [hit.key for hit in hits], verdict, ms)


def _figures(
    found: Sequence[Found], wanted: Sequence[str], strange: Sequence[Found]
) -> dict[str, Any]:
    ranks = [_rank(one, key) for one, key in zip(found, wanted, strict=True)]
    direct = [
        rank == 1 for one, rank in zip(found, ranks, strict=True) if one.verdict is Verdict.ANSWER
    ]
    false = [one.verdict is Verdict.ANSWER for one in strange]
    took = [one.ms for one in (*found, *strange)]
    return {
        "n": len(found),
        "hit1": _share([rank == 1 for rank in ranks]),
        "hit3": _share([0 < rank <= 3 for rank in ranks]),
        "mrr": _share([1 / rank if rank else 0 for rank in ranks]),
        "direct_rate": round(len(direct) / len(found), 4),
        "direct_precision": _share(direct),
        "oos_false_answer_rate": _share(false),
        "p50_ms": _percentile(took, 50),
        "p95_ms": _percentile(took, 95),
    }


def _rank(found: Found, key: str) -> int:
    """From 1; 0 when it was not found."""
    return found.keys.index(key) + 1 if key in found.keys else 0


def _share(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None


def _percentile(values: Sequence[float], percent: int) -> float:
    cut = quantiles([*values, *values], n=100, method="inclusive")[percent - 1]
    return round(cut, 3)


def _confusions(found: Sequence[Found], wanted: Sequence[str]) -> list[Confusion]:
    pairs: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], str] = {}
    for one, key in zip(found, wanted, strict=True):
        got = one.keys[0] if one.keys else NONE
        if got != key:
            pairs[key, got] += 1
            examples.setdefault((key, got), one.text)
    return [Confusion(times, *pair, examples[pair]) for pair, times in pairs.most_common(WORST)]
