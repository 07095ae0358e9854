"""The counter: writing down what somebody came, called or wrote about, with a receipt to print."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from secrets import token_hex
from typing import Any, Literal

from aiohttp import web

from admin.forms import Address, Choice, Form, Line, Words
from admin.views.ticket import source_of
from admin.visit import Visit
from core.errors import Refused
from core.media.outcomes import Unfit
from core.media.worker import clean
from core.storage import Storage
from core.tickets.categories import categories
from core.tickets.citizens import citizen
from core.tickets.counter import Receiver, receive
from core.tickets.filing import filed_by
from core.tickets.models import CHANNELS, KINDS
from core.tickets.receipts import payload
from core.tickets.social import NETWORKS, channels_of

MOST_FILES = 5
# What is kept as a voice is written down as one.
KINDS_OF = {".ogg": "voice", ".m4a": "audio"}


class NewReport(Form):
    """`once` makes a form sent twice count once."""

    story: Words
    channel: Literal[*CHANNELS]  # type: ignore[valid-type]
    kind: Literal[*KINDS]  # type: ignore[valid-type]
    category: Choice = None
    place: Line = ""
    citizen_name: Line = ""
    phone: Line = ""
    network: Literal["", *NETWORKS] = ""  # type: ignore[valid-type]
    comment_link: Address = ""
    hide_name: bool = False
    confidential: bool = False
    once: Line


async def new(visit: Visit) -> web.Response:
    return visit.page(
        "counter/new.html",
        channels=channels_of(visit.session),
        kinds=KINDS,
        networks=NETWORKS if visit.features.on("social") else (),
        categories=[one for one in await categories(visit.session) if one.closed_at is None],
        most_files=MOST_FILES,
        once=visit.typed("once", token_hex(16)),
    )


async def add(visit: Visit) -> web.Response:
    """Clean the files before the transaction: it may take seconds, and others would wait."""
    form: NewReport = visit.form
    if not form.story.strip():
        raise Refused("panel.refused.report")
    source = source_of(visit, form.once)
    async with visit.db.read() as session:
        known = await filed_by(session, source)
        storage: Storage = session.info["storage"]
    code = known.code if known else await _add(visit, form, source, storage)
    async with visit.db.read() as session:
        held = payload(session, code)
    shown = f"/laporan/{code}/tanda-terima"
    return visit.to(shown, said="received", held=held if form.confidential else None)


async def _add(visit: Visit, form: NewReport, source: str, storage: Storage) -> str:
    who = citizen(form.citizen_name, form.phone, form.network, form.comment_link)
    receiver = Receiver(visit.actor, visit.account.full_name)
    async with _kept(visit, storage) as files, visit.db.begin() as session:
        ticket = await receive(
            session,
            receiver,
            who,
            channel=form.channel,
            kind=form.kind,
            text=form.story,
            category_id=form.category,
            now=visit.now,
            source=source,
            place=form.place,
            files=files,
            anonymous=form.hide_name,
            confidential=form.confidential,
        )
        return ticket.code


@asynccontextmanager
async def _kept(visit: Visit, storage: Storage) -> AsyncIterator[list[dict[str, Any]]]:
    """The files that came with the form, clean and stored; gone again when nothing came of it."""
    files: list[dict[str, Any]] = []
    try:
        for content in visit.files:
            files.append(await _keep(content, storage))
        yield files
    except BaseException:
        for file in files:
            storage.drop(file["stored"])
        raise


async def _keep(content: bytes, storage: Storage) -> dict[str, Any]:
    try:
        done = await clean(content)
    except Unfit as reason:
        raise Refused(f"panel.refused.{reason}_file") from None
    name = await asyncio.to_thread(storage.put, done.content, done.suffix)
    return {
        "kind": KINDS_OF.get(done.suffix, "document"),
        "file_id": "",
        "unique_name": name,
        "size": len(done.content),
        "stored": name,
        "cleaned": done.cleaned,
    }
