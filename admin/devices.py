"""A browser that was signed in before is counted apart.

So whoever guesses at an account from elsewhere cannot keep its owner waiting ("device cookies",
OWASP). The cookie opens nothing by itself: it only names the account, sealed.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256

from admin.addresses import client_address
from admin.cookies import device_of
from admin.visit import Visit
from core.accounts.throttle import Limit
from core.errors import ConfigError
from core.secrets import Keyring


def limits_for(visit: Visit, keys: Keyring, name: str) -> list[Limit]:
    """What a try to sign in to this account counts against."""
    name = name.strip().lower()
    cookie = device_of(visit.request)
    if cookie is not None and _account_of(keys, cookie) == name:
        return [Limit("device", sha256(cookie.encode()).hexdigest())]
    address = client_address(visit.request, visit.config.web.trusted_proxies)
    return [Limit("user", name), Limit("address", address)]


def sealed(keys: Keyring, name: str) -> str:
    """The cookie of a browser in which the account has signed in."""
    return urlsafe_b64encode(keys.seal(name.encode())).decode()


def _account_of(keys: Keyring, cookie: str) -> str | None:
    try:
        return keys.open(urlsafe_b64decode(cookie)).decode()
    except (ValueError, IndexError, ConfigError):
        return None
