"""What a killed process left behind.

On SQLite one process plays a role, so whoever starts in that role knows that every lease of it
is a dead process's, and need not wait for it to run out. On PostgreSQL it may be a neighbour's.
"""

from bot.polling import LEASE as POLLER
from core import jobs, marks, postoffice, updates
from tanggap.service import Service


async def clear_leases(service: Service, roles: tuple[str, ...]) -> None:
    if service.db.engine.dialect.name != "sqlite":
        return
    async with service.db.begin() as session:
        if "turn" in roles:
            await updates.free_all(session)
        if "relay" in roles:
            await postoffice.free_all(session)
        if "jobs" in roles:
            await jobs.free_all(session)
        if "poll" in roles:
            await marks.free(session, POLLER, now=service.clock.now())
