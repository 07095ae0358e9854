"""The guard that keeps tests on this machine is itself tested: a blind guard proves nothing."""

import socket

import pytest

from tests.network import OutsideNetworkError


def test_another_machine_cannot_be_reached() -> None:
    with pytest.raises(OutsideNetworkError):
        socket.create_connection(("192.0.2.1", 80))


def test_another_machine_cannot_be_looked_up() -> None:
    with pytest.raises(OutsideNetworkError):
        socket.getaddrinfo("example.org", 80)


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
