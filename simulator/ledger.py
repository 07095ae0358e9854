"""What really happened, for tests: updates a bot took over and calls that had an effect."""

from dataclasses import dataclass, field
from datetime import datetime

from simulator.errors import Json


@dataclass(slots=True)
class Ledger:
    """`accepted`: `{at, bot, how, update}` where how is "webhook" or "polling".

    `effects`: `{at, bot, method, params, result}`, only calls that succeeded, also those whose
    answer a fault then lost.
    """

    accepted: list[Json] = field(default_factory=list)
    effects: list[Json] = field(default_factory=list)

    def accept(self, at: datetime, bot_id: int, how: str, update: Json) -> None:
        entry = {"at": at.isoformat(), "bot": bot_id, "how": how, "update": update}
        self.accepted.append(entry)

    def effect(self, at: datetime, bot_id: int, method: str, params: Json, result: object) -> None:
        entry = {"at": at.isoformat(), "bot": bot_id, "method": method}
        self.effects.append({**entry, "params": params, "result": result})

    def clear(self) -> None:
        self.accepted.clear()
        self.effects.clear()
