"""The office of the benchmark: the shipped preset with units below it, staff, areas and cases."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.knowledge.loader import load as load_library
from core.config import Config, load
from core.db import Database
from core.errors import ConfigError
from core.people import services as people
from core.people.models import Unit
from core.secrets import keys_of, write_key_file
from core.tallies import services as tallies
from tanggap.bench import crowd
from tanggap.office import found
from tanggap.opening import bring_up

STAFF_EACH = 3
SECTIONS_EACH = 4

CONFIG = """
[telegram]
token = "7000000000:simulated-telegram"
[database]
url = "{database}"
[security]
key_file = "{folder}/tanggap.key"
[storage]
path = "{folder}/files"
[web]
public_url = "http://127.0.0.1"
"""


async def install(folder: Path, database: str) -> Config:
    """A database brought up to date, and a configuration that names it."""
    path = folder / "config.toml"
    path.write_text(CONFIG.format(database=database, folder=folder))
    write_key_file(folder / "tanggap.key")
    config = load(path, {})
    await bring_up(config)
    return config


async def fill(db: Database, tickets: int, *, now: datetime) -> None:
    """An office with staff in every unit, citizens and their cases."""
    library = load_library()
    preset = library.presets["kecamatan-kecil"]
    async with db.begin() as session:
        if (await session.scalars(select(Unit.id).limit(1))).first() is not None:
            raise ConfigError("--database: holds an office already; name an empty one")
        keys = keys_of(session)
        units = list((await found(session, library, preset, preset.timezone, now=now)).values())
        units += await _sections(session, units)
        await _hire(session, units, now)
        await crowd.areas(session, now)
    await crowd.people(db, keys, max(10, tickets // crowd.REPORTS_EACH), now=now)
    async with db.read() as session:
        office = await crowd.office(session)
    await crowd.tickets(db, office, tickets, now=now)


async def settle(db: Database, *, now: datetime) -> None:
    """What the service and a database that run for years have done by themselves."""
    for _ in range(tallies.KEPT.days // tallies.ADDED + 1):
        async with db.begin() as session:
            await tallies.refresh(session, now=now)
    on_sqlite = db.engine.dialect.name == "sqlite"
    async with db.engine.connect() as connection:
        if not on_sqlite:  # it refuses to clean up inside a transaction
            await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.exec_driver_sql("ANALYZE" if on_sqlite else "VACUUM ANALYZE")
        await connection.commit()


async def _sections(session: AsyncSession, units: list[Unit]) -> list[Unit]:
    """Sections below every unit but the first, which is over all."""
    made = [
        Unit(
            code=f"{unit.code}-{number}",
            name=f"Seksi {number} {unit.name}",
            parent_id=unit.id,
            calendar_id=unit.calendar_id,
        )
        for unit in units[1:]
        for number in range(1, SECTIONS_EACH + 1)
    ]
    session.add_all(made)
    await session.flush()
    return made


async def _hire(session: AsyncSession, units: list[Unit], now: datetime) -> None:
    for unit in units:
        for number in range(STAFF_EACH):
            name = f"Petugas {number} {unit.code}"
            role = "head" if number == 0 else "officer"
            await people.add_staff(session, unit, name, role, by="bench", now=now)
    await people.add_staff(session, units[0], "Koordinator", "coordinator", by="bench", now=now)
