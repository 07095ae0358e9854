"""One line of the route table."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from admin.forms import Form
from admin.visit import Visit
from core.accounts.models import ROLES

View = Callable[[Visit], Awaitable[web.StreamResponse]]

ADMIN = frozenset({"admin"})
STEERING = frozenset({"admin", "coordinator"})
MANAGING = frozenset({"admin", "coordinator", "head"})
SIGNED_IN = frozenset(ROLES)
# The empty role is somebody who is not signed in.
ANYBODY = frozenset({"", *ROLES})


@dataclass(frozen=True)
class Route:
    """A view with its address and who may open it.

    A write has the form it takes and the `page` that is shown again when it is refused. With
    `alone` the view opens its own transactions, because it does something slow in between.
    `file` is the size in bytes of what its form may carry beside fields, 0 for nothing, in at
    most `files` files.
    """

    method: str
    path: str
    view: View
    who: frozenset[str]
    form: type[Form] | None = None
    page: View | None = None
    alone: bool = False
    file: int = 0
    files: int = 1

    @property
    def writes(self) -> bool:
        return self.method == "POST"

    @property
    def name(self) -> str:
        """Such as `people.add`."""
        return f"{self.view.__module__.rpartition('.')[2]}.{self.view.__name__}"


def get(path: str, view: View, who: frozenset[str]) -> Route:
    return Route("GET", path, view, who)


def post(
    path: str,
    view: View,
    who: frozenset[str],
    form: type[Form],
    page: View,
    *,
    alone: bool = False,
    file: int = 0,
    files: int = 1,
) -> Route:
    return Route("POST", path, view, who, form, page, alone, file, files)
