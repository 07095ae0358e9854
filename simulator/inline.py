"""Inline queries: `@bot words` typed in any chat."""

from dataclasses import dataclass, field

from simulator.accounts import Account
from simulator.errors import Json


@dataclass(slots=True, eq=False)
class InlineQuery:
    """A question on its way; `results` is the bot's answer, None until it comes."""

    id: str
    account: Account
    query: str
    asked_at: float
    results: list[Json] | None = field(default=None)
