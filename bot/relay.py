"""The outbox on its way to Telegram: take, commit, send, settle."""

import asyncio
from base64 import b64decode
from typing import Any

import structlog

from bot.envelope import addressed, envelope
from bot.outcome import Outcome, ambiguous, judge
from bot.settlement import Settlement
from bot.transport import Api, Upload
from core import postoffice
from core.chats import address
from core.clock import Clock
from core.config import LimitsConfig
from core.db import Database
from core.outbox import REPEATABLE
from core.postoffice import Parcel
from core.secrets import Keyring
from core.storage import Storage

# Results that come in together are settled together; nobody notices this wait.
LINGER_SECONDS = 0.002
# A slow send must not keep newer messages waiting for their turn.
GLANCE_SECONDS = 0.05
PATIENCE = 20
# 20 MB on the line of a village office; its lease is longer.
UPLOAD_PATIENCE = 240

log = structlog.get_logger()

Result = tuple[Parcel, Outcome]


class Relay:
    """At most `pace.senders` messages are between claim and result, so a kill repeats no more."""

    def __init__(
        self,
        db: Database,
        keys: Keyring,
        clock: Clock,
        api: Api,
        pace: LimitsConfig,
        storage: Storage,
    ) -> None:
        self._db = db
        self._keys = keys
        self._clock = clock
        self._api = api
        self._pace = pace
        self._storage = storage
        self._sending: set[asyncio.Task[Result]] = set()
        # What came back and could not be written yet, because the database was away.
        self._finished: list[Result] = []

    async def work(self) -> int:
        """Settle what has come back and send what may go; how many messages are on their way."""
        await self._collect()
        for parcel in await self._exchange(self._pace.senders - len(self._sending)):
            self._sending.add(asyncio.create_task(self._send(parcel)))
        return len(self._sending)

    async def finish(self) -> None:
        """Wait for the sends under way and settle them; take nothing new."""
        while self._sending or self._finished:
            await self._collect()
            await self._exchange(0)

    async def _collect(self) -> None:
        if not self._sending:
            return
        await asyncio.wait(
            self._sending, timeout=GLANCE_SECONDS, return_when=asyncio.FIRST_COMPLETED
        )
        if len(self._sending) > 1:
            await asyncio.sleep(LINGER_SECONDS)
        finished = [task for task in self._sending if task.done()]
        self._sending.difference_update(finished)
        self._finished += [task.result() for task in finished]

    async def _exchange(self, free: int) -> list[Parcel]:
        now = self._clock.now()
        parcels: list[Parcel] = []
        async with self._db.begin() as session:
            await Settlement(session, self._keys, now).write(self._finished)
            if free:
                parcels = await postoffice.take(session, now=now, limit=free, pace=self._pace)
        self._finished = []
        return parcels

    async def _send(self, parcel: Parcel) -> Result:
        if parcel.attempt > 1 and parcel.kind not in REPEATABLE:
            # Whoever took it before never came back to say whether it was sent.
            return parcel, ambiguous(parcel.kind, parcel.attempt)
        try:
            return parcel, await self._call(parcel)
        except Exception as problem:
            outcome = judge(problem, parcel.kind, parcel.attempt)
            if outcome.act != "sent":
                log.warning("relay.failed", row=parcel.id, act=outcome.act, problem=outcome.problem)
            return parcel, outcome

    async def _call(self, parcel: Parcel) -> Outcome:
        call: dict[str, Any] = {}
        method = parcel.method
        if parcel.edits is not None and parcel.target is None:
            method = "send_message"
        elif parcel.edits is not None:
            call["message_id"] = parcel.target
        payload = self._keys.open_json(parcel.payload)
        name, parameters = envelope(method, payload)
        call |= addressed(name, address(self._keys, parcel.address))
        file = await self._file(payload)
        patience = UPLOAD_PATIENCE if file else PATIENCE
        sent = await self._api.call(name, call | parameters, patience=patience, file=file)
        if rest := payload.get("rest"):
            return Outcome("part", result={**payload, "text": rest[0], "rest": rest[1:]})
        return Outcome("sent", result=sent)

    async def _file(self, payload: dict[str, Any]) -> Upload | None:
        """The file that goes with a letter, if one does: a stored one, or what is in the letter."""
        file = payload.get("file")
        if file is None:
            return None
        if "content" in file:
            return Upload(file["field"], b64decode(file["content"]), file["name"])
        if "text" in file:
            return Upload(file["field"], file["text"].encode(), file["name"])
        path = self._storage.path(file["stored"])
        return Upload(file["field"], await asyncio.to_thread(path.read_bytes), file["name"])
