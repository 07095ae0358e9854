"""Tests stay on this machine."""

from ipaddress import ip_address
from typing import Any

CONNECTS = ("socket.connect", "socket.sendto")


class OutsideNetworkError(RuntimeError):
    """A test tried to reach another machine."""


def guard(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: loopback and unix sockets pass, every other address raises."""
    if event in CONNECTS:
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if isinstance(host, str) and not _is_here(host):
        raise OutsideNetworkError(f"{event} {host}")


def _is_here(host: str) -> bool:
    if host in ("", "localhost"):
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
