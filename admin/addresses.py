"""Where a request comes from, and where it may be sent on to."""

from collections.abc import Sequence
from ipaddress import ip_address, ip_network
from urllib.parse import quote, urlsplit

from aiohttp import web


def client_address(request: web.Request, trusted: Sequence[str]) -> str:
    """The browser's address; X-Forwarded-For counts only as far as our own proxies wrote it."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    address = request.remote or ""
    while _is_trusted(address, trusted) and hops and hops[-1]:
        address = hops.pop()
    return address


def local_path(text: str) -> str:
    """A path on this site, or the front page for anything that might lead elsewhere."""
    plain = text.isprintable() and text.isascii() and "\\" not in text and " " not in text
    if not plain or not text.startswith("/") or text.startswith("//"):
        return "/"
    parts = urlsplit(text)
    return text if not parts.scheme and not parts.netloc and "//" not in parts.path else "/"


def same_site(request: web.Request, public_url: str) -> bool:
    """Whether a form was sent from our own page; a browser that says nothing leaves it to the
    token of the form."""
    origin = request.headers.get("Origin")
    if origin is None:
        return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
    return urlsplit(origin).netloc in (request.host, urlsplit(public_url).netloc) and origin != ""


def file_header(name: str, disposition: str = "attachment") -> str:
    """Content-Disposition of a file (RFC 6266); nothing of the name can end the header."""
    safe = "".join(c if c.isprintable() and c not in '"\\/' else "_" for c in name)[-100:]
    ascii_name = safe.encode("ascii", "replace").decode().replace("?", "_")
    return f"{disposition}; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(safe, safe='')}"


def _is_trusted(address: str, trusted: Sequence[str]) -> bool:
    try:
        return any(ip_address(address) in ip_network(one, strict=False) for one in trusted)
    except ValueError:
        return False
