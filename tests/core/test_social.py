"""Links of comments: what is kept, what is refused, and whose they are."""

import pytest

from core.errors import Refused
from core.tickets import social

NETWORKS = {
    "https://www.instagram.com/p/x": "instagram",
    "https://m.facebook.com/story.php?id=1": "facebook",
    "https://X.com/a/status/1": "x",
    "https://mobile.twitter.com/a": "x",
    "https://vt.tiktok.com/Z": "tiktok",
    "https://notinstagram.com/p/x": "other",
    "http://instagram.com.evil.example/p": "other",
}
REFUSED = [
    "javascript:alert(1)",
    "ftp://instagram.com/p",
    "https://",
    "https://instagram",
    "https://siti:rahasia@instagram.com/",
    "https://instagram.com/a b",
    "https://instagram.com/\u202egnp",
    "https://[::1",
    "instagram.com/p/x",
    f"https://instagram.com/{'x' * 500}",
]


@pytest.mark.parametrize(("address", "network"), NETWORKS.items(), ids=list(NETWORKS))
def test_a_link_says_its_network(address: str, network: str) -> None:
    assert social.network("", social.link(f" {address}\n")) == network


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_what_is_no_address_is_refused(text: str) -> None:
    assert not social.is_link(text)
    with pytest.raises(Refused):
        social.link(text)


def test_nothing_is_no_network_and_a_name_needs_no_link() -> None:
    assert social.network("", social.link(" ")) == ""
    assert social.network("x", "") == "x"
    with pytest.raises(Refused):
        social.network("myspace", "")
