"""What the results of sending write back into the outbox."""

from datetime import datetime, timedelta
from html import escape
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.envelope import pieces, plain
from bot.outcome import TOO_FAST, Outcome
from core import chats, postoffice
from core.outbox import REPEATABLE
from core.postoffice import Parcel
from core.secrets import Keyring


class Settlement:
    """Writes a batch of results in the session's transaction."""

    def __init__(self, session: AsyncSession, keys: Keyring, now: datetime) -> None:
        self._session = session
        self._keys = keys
        self._now = now

    async def write(self, results: list[tuple[Parcel, Outcome]]) -> None:
        """Sent rows in one statement, the rare others one by one."""
        sent = [self._sent(parcel, outcome) for parcel, outcome in results if outcome.act == "sent"]
        if sent:
            await postoffice.settle(self._session, sent)
            await self._remember_cards(results)
        for parcel, outcome in results:
            if outcome.act != "sent":
                await getattr(self, f"_{outcome.act}")(parcel, outcome)
        waits = [outcome.wait for _, outcome in results if outcome.act == "slow"]
        if waits and await postoffice.slowed(self._session, TOO_FAST, now=self._now) > 1:
            # Several chats at once: it is the whole service that is too fast.
            await postoffice.pause_all(self._session, self._later(max(waits)))

    def _sent(self, parcel: Parcel, outcome: Outcome) -> dict[str, Any]:
        return {
            "key": parcel.id,
            "held": parcel.attempt,
            "state": "sent",
            "message_id": _message(outcome).get("message_id", parcel.target),
            "poll_id": _message(outcome).get("poll", {}).get("id"),
            "payload": None,
            "settled_at": self._now,
        }

    async def _remember_cards(self, results: list[tuple[Parcel, Outcome]]) -> None:
        """A card that was sent anew is where it is now; later edits must find it there."""
        for parcel, outcome in results:
            if outcome.act == "sent" and parcel.edits is not None and parcel.target is None:
                message_id = _message(outcome).get("message_id")
                await postoffice.place(self._session, parcel.edits, message_id)

    async def _close(self, parcel: Parcel, **values: Any) -> None:
        row = {"key": parcel.id, "held": parcel.attempt}
        await postoffice.settle(self._session, [row | values])

    async def _give_back(
        self, parcel: Parcel, outcome: Outcome, until: datetime | None = None, **values: Any
    ) -> None:
        """Telegram surely did nothing, or all it was asked for: this attempt does not count."""
        back = {"lease_until": until, "attempt": parcel.attempt - 1, "problem": outcome.problem}
        await self._close(parcel, **back, **values)

    async def _retry(self, parcel: Parcel, outcome: Outcome) -> None:
        later = self._later(outcome.wait)
        if parcel.kind in REPEATABLE:
            await self._close(parcel, lease_until=later, problem=outcome.problem)
        else:
            await self._give_back(parcel, outcome, later)

    async def _slow(self, parcel: Parcel, outcome: Outcome) -> None:
        until = self._later(outcome.wait)
        await postoffice.pause_chat(self._session, parcel.lane, until)
        await self._give_back(parcel, outcome, until)

    async def _halt(self, parcel: Parcel, outcome: Outcome) -> None:
        until = self._later(outcome.wait)
        await postoffice.pause_all(self._session, until)
        await self._give_back(parcel, outcome, until)

    async def _dead(self, parcel: Parcel, outcome: Outcome) -> None:
        await self._close(parcel, state="dead", problem=outcome.problem, settled_at=self._now)

    async def _unknown(self, parcel: Parcel, outcome: Outcome) -> None:
        await self._close(parcel, state="unknown", problem=outcome.problem, settled_at=self._now)

    async def _gone(self, parcel: Parcel, outcome: Outcome) -> None:
        await self._dead(parcel, outcome)
        await postoffice.unreachable(self._session, parcel.lane, now=self._now)

    async def _migrated(self, parcel: Parcel, outcome: Outcome) -> None:
        sealed = self._keys.seal(str(outcome.result).encode())
        await chats.move(self._session, parcel.lane, sealed)
        await self._give_back(parcel, outcome)

    async def _plain(self, parcel: Parcel, outcome: Outcome) -> None:
        # A template is wrong; the reader still gets the words.
        payload = self._keys.open_json(parcel.payload)
        if payload.get("plain"):
            await self._dead(parcel, outcome)
        else:
            await self._change(parcel, outcome, payload | {"plain": True})

    async def _long(self, parcel: Parcel, outcome: Outcome) -> None:
        payload = self._keys.open_json(parcel.payload)
        if "rest" in payload:
            await self._dead(parcel, outcome)
            return
        if parcel.edits is not None:
            await postoffice.place(self._session, parcel.edits, None)
        first, *rest = [part for part in pieces(plain(payload["text"])) if part.strip()]
        parts = {"text": escape(first), "rest": [escape(part) for part in rest], "plain": True}
        await self._change(parcel, outcome, payload | parts)

    async def _part(self, parcel: Parcel, outcome: Outcome) -> None:
        await self._change(parcel, outcome, outcome.result)

    async def _anew(self, parcel: Parcel, outcome: Outcome) -> None:
        if parcel.edits is None:
            # It took the buttons from a message that is gone: nothing is left to be done.
            await postoffice.settle(self._session, [self._sent(parcel, outcome)])
            return
        await postoffice.place(self._session, parcel.edits, None)
        await self._give_back(parcel, outcome)

    async def _change(self, parcel: Parcel, outcome: Outcome, payload: dict[str, Any]) -> None:
        await self._give_back(parcel, outcome, payload=self._keys.seal_json(payload))

    def _later(self, seconds: float) -> datetime:
        return self._now + timedelta(seconds=seconds)


def _message(outcome: Outcome) -> dict[str, Any]:
    """What Telegram made of the call: a message, the first of an album, or nothing of the kind."""
    result = outcome.result[0] if isinstance(outcome.result, list) else outcome.result
    return result if isinstance(result, dict) else {}
