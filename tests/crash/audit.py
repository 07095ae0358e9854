"""After the last kill, and after everything has come to rest: what became of every update."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.outbox import Outgoing
from core.tickets.models import Ticket
from core.updates import Update
from simulator.telegram import Telegram
from tests.crash.citizens import Reporter

SENDING = ("sendMessage", "sendPhoto", "sendMediaGroup")


@dataclass(frozen=True)
class Verdict:
    """Counts; all but `accepted` and `copies` must be 0."""

    accepted: int
    lost: int
    duplicate_effects: int
    order_violations: int
    text_mismatches: int
    undelivered: int
    copies: int


async def examine(
    session: AsyncSession, telegram: Telegram, reporters: Sequence[Reporter]
) -> Verdict:
    """Compare what Telegram handed over and saw with what the database holds."""
    accepted = {entry["update"]["update_id"] for entry in telegram.ledger.accepted}
    settled = Counter(await session.scalars(select(Update.update_id).where(Update.state == "done")))
    tickets = (await session.scalars(select(Ticket).order_by(Ticket.id))).all()
    outbox = (await session.scalars(select(Outgoing))).all()
    texts = Counter(ticket.text for ticket in tickets)
    wanted = [text for reporter in reporters for text in reporter.sent]
    missing = [text for text in wanted if text not in texts]
    return Verdict(
        accepted=len(accepted),
        lost=len(accepted - set(settled)) + len(missing),
        duplicate_effects=sum(count - 1 for count in texts.values())
        + sum(count - 1 for count in settled.values()),
        order_violations=sum(_shuffled(reporter, tickets) for reporter in reporters),
        text_mismatches=sum(text not in wanted for text in texts),
        undelivered=sum(row.state != "sent" for row in outbox) + _unseen(telegram, tickets),
        copies=_copies(telegram, outbox),
    )


def _shuffled(reporter: Reporter, tickets: Sequence[Ticket]) -> int:
    """Reports of one person that were filed in another order than they were sent."""
    filed = [ticket.text for ticket in tickets if ticket.text in set(reporter.sent)]
    return sum(a != b for a, b in zip(filed, reporter.sent, strict=False))


def _unseen(telegram: Telegram, tickets: Sequence[Ticket]) -> int:
    """Cases whose number nobody was told."""
    told = " ".join(str(effect["params"].get("text", "")) for effect in telegram.ledger.effects)
    return sum(ticket.code not in told for ticket in tickets)


def _copies(telegram: Telegram, outbox: Sequence[Outgoing]) -> int:
    """Messages Telegram saw beyond one per row; an edit repeats harmlessly and does not count."""
    seen = sum(effect["method"] in SENDING for effect in telegram.ledger.effects)
    rows = sum(row.edits is None for row in outbox if row.state == "sent")
    return max(0, seen - rows)
