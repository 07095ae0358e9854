"""What a form sent: its fields and, where it may carry one, a file. Never more than may be."""

import asyncio
from dataclasses import dataclass, field

from aiohttp import BodyPartReader, web

from admin.forms import MOST_FIELDS, clean, parse_body

LARGEST_BODY = 64 * 1024
SLOWEST_BODY_SECONDS = 15
# Ten megabytes over the uplink of a village office.
SLOWEST_FILE_SECONDS = 300
FORM_TYPE = "application/x-www-form-urlencoded"
FILE_TYPE = "multipart/form-data"
FILE_FIELD = "file"


@dataclass
class Sent:
    """The fields as they were typed, and the files; no file is empty."""

    fields: dict[str, str] = field(default_factory=dict)
    files: list[bytes] = field(default_factory=list)


async def read(request: web.Request, largest_file: int, most_files: int = 1) -> Sent:
    """The form; refuses what is too large, too slow, packed or no form.

    `largest_file` is in bytes, for all files together.
    """
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise web.HTTPUnsupportedMediaType
    with_file = largest_file > 0 and carries_file(request)
    if not with_file and request.content_type != FORM_TYPE:
        raise web.HTTPUnsupportedMediaType
    if request.content_length is None:
        raise web.HTTPLengthRequired
    most = LARGEST_BODY + (largest_file if with_file else 0)
    if request.content_length > most:
        raise web.HTTPRequestEntityTooLarge(most, request.content_length)
    try:
        async with asyncio.timeout(SLOWEST_FILE_SECONDS if with_file else SLOWEST_BODY_SECONDS):
            return await (_parts(request, most_files) if with_file else _pairs(request))
    except TimeoutError:
        raise web.HTTPRequestTimeout from None


def carries_file(request: web.Request) -> bool:
    return request.content_type == FILE_TYPE


async def _pairs(request: web.Request) -> Sent:
    return Sent(parse_body(await request.read()))


async def _parts(request: web.Request, most_files: int) -> Sent:
    """The parts of a form with a file; 400 for what no browser sends."""
    sent, size = Sent(), 0
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name in (None, *sent.fields):
                raise web.HTTPBadRequest
            data = await _whole(part)
            is_file = part.name == FILE_FIELD and part.filename is not None
            if is_file and len(sent.files) < most_files:
                # A field for files that was left empty is sent as one without content.
                sent.files += [data] if data else []
                continue
            size += len(data)
            if part.filename is not None or size > LARGEST_BODY or len(sent.fields) >= MOST_FIELDS:
                raise web.HTTPBadRequest
            sent.fields[str(part.name)] = clean(data.decode("utf-8"))
    except ValueError:
        raise web.HTTPBadRequest from None
    return sent


async def _whole(part: BodyPartReader) -> bytes:
    """The bytes as they came: what they claim to be packed with is not unpacked."""
    data = bytearray()
    while chunk := await part.read_chunk():
        data += chunk
    return bytes(data)
