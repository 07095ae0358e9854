"""Whether an answer may be given, only offered, or is not known.

How sure a hit is comes from a logistic function of four signs. Its coefficients are round numbers
near those fitted on three of four collections of real questions and checked on the fourth, each in
turn; docs/performance.md has the figures. This is the only place where answering is decided.
"""

from collections.abc import Sequence
from enum import StrEnum
from math import exp

from core.knowledge.search import Hit

# What speaks for it: how far it is ahead, how much of its phrasing was said, how its answer and
# its spelling fit.
LEAD, ASKED, TOLD, ALIKE, START = 5.0, 2.0, 3.5, 2.5, -4.0
SURE = 0.96
# Below these nothing is worth showing.
MATCH, EVIDENCE, COVERED = 0.1, 0.4, 0.9
# Nor is what scores less than this share of the best.
NEAR = 0.33


class Verdict(StrEnum):
    """What to do with what was found."""

    ANSWER = "answer"
    OFFER = "offer"
    UNKNOWN = "unknown"


def judge(hits: Sequence[Hit]) -> Verdict:
    """Answer what was asked in an entry's own words, and what the best hit is sure of."""
    if not hits:
        return Verdict.UNKNOWN
    if hits[0].exact or (credible(hits[0]) and confidence(hits[0]) >= SURE):
        return Verdict.ANSWER
    return Verdict.OFFER if credible(hits[0]) else Verdict.UNKNOWN


def confidence(hit: Hit) -> float:
    """0 to 1: how sure it is that this entry is meant, if it is the best."""
    signs = hit.signs
    likely = LEAD * hit.lead + ASKED * signs.asked + TOLD * signs.told + ALIKE * signs.alike
    return 1 / (1 + exp(-START - likely))


def worth_showing(hits: Sequence[Hit]) -> list[Hit]:
    """Those of the hits, best first, that may be what was meant."""
    return [hit for hit in hits if credible(hit) and hit.signs.score >= NEAR * hits[0].signs.score]


def credible(hit: Hit) -> bool:
    """Whether the hit is worth showing at all: it says enough, or all that was asked."""
    enough = hit.evidence >= EVIDENCE or hit.signs.covered >= COVERED
    return enough and hit.signs.match >= MATCH
