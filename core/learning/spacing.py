"""When something learnt or checked is due again, by FSRS. Pure: state, grade and now in, both out.

FSRS reckons in days of forgetting. `day` is how long one of those takes here: a day for what a
person remembers, a month for an answer that only a new rule makes wrong.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Any

from fsrs import Card, Rating, Scheduler, State

DAY = timedelta(days=1)
# Any moment will do: only what lies between two of them counts.
ORIGIN = datetime(2000, 1, 1, tzinfo=UTC)


class Grade(IntEnum):
    """How it went: not at all, with difficulty, well, without thinking."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True)
class Memory:
    """What is kept of one thing between two looks at it; `stability` is in days of forgetting."""

    stability: float
    difficulty: float
    at: datetime

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Memory":
        """What `kept` wrote down."""
        at = datetime.fromisoformat(kept["at"])
        return cls(float(kept["stability"]), float(kept["difficulty"]), at)

    @property
    def kept(self) -> dict[str, Any]:
        """The same as JSON holds it."""
        return {**asdict(self), "at": self.at.isoformat()}


def review(
    memory: Memory | None,
    grade: Grade,
    now: datetime,
    *,
    day: timedelta = DAY,
    longest: int = 365,
    retention: float = 0.9,
) -> tuple[Memory, datetime]:
    """The memory after this look (the first one without a memory), and when the next is due.

    It is due when the chance that it still holds has fallen to `retention`, after at least one
    and at most `longest` days of forgetting.
    """
    scheduler = Scheduler(
        desired_retention=retention,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=longest,
        enable_fuzzing=False,
    )
    passed = max(timedelta(), now - memory.at) / day if memory else 0.0
    at = ORIGIN + passed * DAY
    card, _ = scheduler.review_card(_card(memory), Rating(int(grade)), at)
    assert card.stability is not None
    assert card.difficulty is not None
    return Memory(card.stability, card.difficulty, now), now + (card.due - at) / DAY * day


def _card(memory: Memory | None) -> Card:
    if memory is None:
        return Card(card_id=0, due=ORIGIN)
    return Card(
        card_id=0,
        state=State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=ORIGIN,
        last_review=ORIGIN,
    )
