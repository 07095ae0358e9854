"""What tests of the desk share."""

from sqlalchemy import select

from core.people import services as people
from core.people.models import Staff
from core.people.queries import staff_by_id
from core.tickets.cards import DAILY, RARE
from core.tickets.models import Event, Ticket
from simulator.chats import Message
from tests.world import Someone, World

LAMP = "Lampu jalan di depan balai desa mati sejak Senin."
HOLE = "Jalan berlubang besar di depan pasar, sudah ada yang jatuh."
RIDDLE = "Kucing tetangga naik ke atap terus setiap malam."
EXPLAINS = "Lampu sudah kami ganti pagi ini dan sudah menyala."
VERBS = [verb for row in (*DAILY, *RARE) for verb in row]


async def filed(world: World, text: str = LAMP, by: str = "Siti") -> Someone:
    """Somebody reported this and sent it."""
    citizen = world.citizen(by)
    await citizen.sends(text)
    await citizen.taps("Kirim")
    return citizen


async def newest(world: World) -> Ticket:
    ticket = (await world.rows(Ticket))[-1]
    assert isinstance(ticket, Ticket)
    return ticket


async def steps(world: World) -> list[str]:
    """The kinds of all steps of all tickets, oldest first."""
    return [event.kind for event in await world.rows(Event)]


def card(someone: Someone) -> Message:
    """The newest card they have, as it stands now."""
    return someone.finds("📋")


def words_on(message: Message) -> list[str]:
    return [words for row in message.buttons for words in row]


async def staff_id(world: World, name: str) -> int:
    async with world.machine.db.read() as session:
        return (await session.scalars(select(Staff.id).where(Staff.name == name))).one()


async def loses_phone(world: World, name: str) -> None:
    """The admin takes the account's access away."""
    number = await staff_id(world, name)
    async with world.machine.db.begin() as session:
        staff = await staff_by_id(session, number)
        assert staff is not None
        await people.unbind(session, staff, by="cli", now=world.clock.now())


async def leaves(world: World, name: str) -> None:
    """Somebody's service ends."""
    number = await staff_id(world, name)
    async with world.machine.db.begin() as session:
        staff = await staff_by_id(session, number)
        assert staff is not None
        await people.leave(session, staff, by="cli", now=world.clock.now())
    await world.settle()


async def invites_again(world: World, name: str) -> str:
    """The admin makes a new invite for somebody's place; its payload."""
    number = await staff_id(world, name)
    async with world.machine.db.begin() as session:
        staff = await staff_by_id(session, number)
        assert staff is not None
        return await people.invite(session, staff, by="cli", now=world.clock.now())
