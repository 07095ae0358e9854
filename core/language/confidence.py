"""Whether an answer may be given, only offered, or is not known."""

from collections.abc import Sequence
from enum import StrEnum

from core.language.ranking import Hit

# The strict start for an office without clicks of its own to learn from.
SURE, AHEAD, MAYBE = 0.65, 0.20, 0.20
EVIDENCE_SURE, EVIDENCE_MAYBE = 1.0, 0.4


class Verdict(StrEnum):
    """What to do with what was found."""

    ANSWER = "answer"
    OFFER = "offer"
    UNKNOWN = "unknown"


def judge(hits: Sequence[Hit]) -> Verdict:
    """Answer what was asked in an entry's own words.

    Else the best hit must be sure, well ahead of the next, and rest on enough words.
    """
    if not hits:
        return Verdict.UNKNOWN
    best, second = hits[0], hits[1].confidence if len(hits) > 1 else 0.0
    ahead = best.confidence - second
    if best.exact:
        return Verdict.ANSWER
    if best.confidence >= SURE and ahead >= AHEAD and best.evidence >= EVIDENCE_SURE:
        return Verdict.ANSWER
    return Verdict.OFFER if credible(best) else Verdict.UNKNOWN


def credible(hit: Hit) -> bool:
    """Whether the hit is worth showing at all."""
    return hit.confidence >= MAYBE and hit.evidence >= EVIDENCE_MAYBE
