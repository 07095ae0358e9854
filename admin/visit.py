"""One request to the panel, as its views see it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from hmac import digest
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from admin.cookies import language_of
from admin.forms import F, asked
from admin.keys import ACCESS, CONFIG, DB
from admin.pages import render
from core.accounts.models import Account, AccountSession
from core.config import Config
from core.db import Database
from core.errors import Refused
from core.features.rules import ALL_ON, Features
from core.i18n import has_text
from core.tickets.access import Sight


@dataclass(frozen=True)
class Visitor:
    """Who has the page open: the token in the cookie, and the session it opens, if any."""

    token: str
    session: AccountSession | None

    @property
    def account(self) -> Account | None:
        return self.session.account if self.session else None

    @property
    def role(self) -> str:
        """The role of the account, empty for somebody who is not signed in."""
        return self.account.role if self.account else ""

    @property
    def form_token(self) -> str:
        """What a form must carry to show that it was on a page of this very browser."""
        return digest(self.token.encode(errors="replace"), b"form", "sha256").hex()


@dataclass
class Visit:
    """What a view works with; `session` reads on GET and is one transaction on POST.

    `files` are what was sent with the form, `features` what the office has switched on.
    """

    request: web.Request
    visitor: Visitor
    now: datetime
    raw: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[bytes] = ()
    form: Any = None
    refused: Refused | None = None
    features: Features = ALL_ON
    _session: AsyncSession | None = None

    @property
    def session(self) -> AsyncSession:
        assert self._session is not None, "this view opens its own transactions"
        return self._session

    @property
    def file(self) -> bytes:
        """The one file of the form, empty when none was sent."""
        return self.files[0] if self.files else b""

    @property
    def db(self) -> Database:
        return self.request.app[DB]

    @property
    def config(self) -> Config:
        return self.request.app[CONFIG]

    @property
    def language(self) -> str:
        return language_of(self.request)

    @property
    def account(self) -> Account:
        assert self.visitor.account is not None, "this view is for people who are signed in"
        return self.visitor.account

    @property
    def actor(self) -> str:
        """The account as the audit log names it."""
        return f"admin:{self.account.name}"

    @property
    def within(self) -> int | None:
        """The unit whose people the account sees, with those below; None for all."""
        return self.account.unit_id

    @property
    def sight(self) -> Sight:
        """The tickets the account sees."""
        return Sight(self.account.unit_id, self.account.role)

    @property
    def id(self) -> int:
        """The number in the address."""
        return int(self.request.match_info["id"])

    def may(self, view: str) -> bool:
        """Whether the visitor may open a view, named as in `people.add`, and it is switched on."""
        return self.visitor.role in self.request.app[ACCESS][view] and self.has(view)

    def has(self, view: str) -> bool:
        """Whether the office has the view."""
        return self.features.allows("views", view)

    @property
    def said(self) -> str:
        """The name of the text that tells what was just done, if the address names one."""
        said = self.request.query.get("said", "")
        return said if said.isidentifier() and has_text(f"panel.said.{said}") else ""

    @property
    def count(self) -> int:
        """How many of what was just done, if the address says."""
        count = self.request.query.get("n", "")
        return int(count) if count.isdecimal() and len(count) < 10 else 0

    @asynccontextmanager
    async def opened(self) -> AsyncIterator["Visit"]:
        """The same visit in a transaction of its own, for a view that does something slow first."""
        async with self.db.begin() as session:
            yield replace(self, _session=session)

    def asked(self, query: type[F]) -> F:
        return asked(query, self.request)

    def typed(self, name: str, otherwise: object = "") -> str:
        """What stood in a field that was refused, else what is known."""
        if self.refused is not None and name in self.raw:
            return self.raw[name]
        return "" if otherwise is None else str(otherwise)

    def ticked(self, name: str, otherwise: bool) -> bool:
        """The same for a box: one that is not ticked is not sent."""
        return name in self.raw if self.refused is not None else otherwise

    def page(self, template: str, status: int = 200, **context: Any) -> web.Response:
        """A page of the panel."""
        return render(self.request, template, status=status, visit=self, **context)

    def to(
        self, path: str, said: str | None = None, count: int | None = None, held: str | None = None
    ) -> web.Response:
        """On to a page with GET; `said` names the text that tells what was done, to how many.

        `held` goes along for a page that only opens to whoever comes with it.
        """
        query: dict[str, object] = {"said": said}
        query |= {
            name: value for name, value in (("n", count), ("held", held)) if value is not None
        }
        address = f"{path}?{urlencode(query)}" if said else path
        return web.Response(status=303, headers={"Location": address})
