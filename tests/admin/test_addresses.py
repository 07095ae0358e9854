"""Where a request comes from and where an answer may lead. No database."""

import pytest
from aiohttp.test_utils import make_mocked_request
from hypothesis import given
from hypothesis import strategies as st

from admin.addresses import client_address, file_header, local_path


@pytest.mark.parametrize(
    ("forwarded", "trusted", "address"),
    [
        ("", ["127.0.0.1"], "127.0.0.1"),
        ("192.0.2.9", [], "127.0.0.1"),
        ("192.0.2.9", ["127.0.0.1"], "192.0.2.9"),
        ("198.51.100.1, 192.0.2.9", ["127.0.0.1"], "192.0.2.9"),
        ("198.51.100.1, 10.0.0.7", ["127.0.0.1", "10.0.0.0/8"], "198.51.100.1"),
        ("nonsense", ["127.0.0.1"], "nonsense"),
        (",,", ["127.0.0.1"], "127.0.0.1"),
    ],
)
def test_only_our_own_proxies_are_believed(
    forwarded: str, trusted: list[str], address: str
) -> None:
    request = make_mocked_request("GET", "/", headers={"X-Forwarded-For": forwarded})
    request = request.clone(remote="127.0.0.1")
    assert client_address(request, trusted) == address


@given(st.text())
def test_a_path_never_leads_to_another_site(text: str) -> None:
    path = local_path(text)
    assert path.startswith("/")
    assert not path.startswith("//")
    assert path.isascii()
    assert "\\" not in path


@pytest.mark.parametrize("path", ["/", "/laporan?show=overdue&unit=2", "/laporan/LP-0000-0000"])
def test_a_path_of_ours_stays(path: str) -> None:
    assert local_path(path) == path


@given(st.text())
def test_a_file_name_is_one_header_whatever_is_in_it(name: str) -> None:
    header = file_header(name)
    assert header.startswith('attachment; filename="')
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
