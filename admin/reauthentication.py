"""The password once more, for what only this very person may do: a browser may be left open."""

from admin.keys import PASSWORDS
from admin.visit import Visit
from core.accounts import throttle
from core.accounts.throttle import Limit
from core.errors import Refused


async def check_password(visit: Visit, typed: str) -> None:
    """Refuse unless it is the password of the account; guesses are slowed down.

    For views that open their own transactions, as hashing takes a while.
    """
    stored = visit.account.password_hash
    if stored is None:
        raise Refused("panel.refused.no_password")
    async with visit.db.begin() as session:
        limits = [Limit("device", f"account {visit.account.id}")]
        await throttle.count(session, limits, now=visit.now)
    if not await visit.request.app[PASSWORDS].fits(stored, typed):
        raise Refused("panel.refused.current_password")
    async with visit.db.begin() as session:
        await throttle.forgive(session, limits)
