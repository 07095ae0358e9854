"""A comment on other social media is written down with its link, for whoever handles it."""

from core.tickets.models import Reception, Ticket
from tests.bot.desks import LAMP, card, newest
from tests.world import Someone, World

LINK = "https://www.instagram.com/p/Cxyz123/c/17900/?igsh=a&b=1"


async def written_down(world: World) -> Someone:
    putri = world.staff("Putri")
    await putri.sends(f"/loket {LAMP}")
    await putri.taps("Medsos")
    await putri.taps("Tautan")
    await putri.sends("bukan tautan")
    assert "diawali https://" in putri.last
    await putri.sends(LINK)
    return putri


async def test_the_link_of_a_comment_goes_to_whoever_handles_it_and_nobody_else(
    world: World,
) -> None:
    putri = await written_down(world)
    assert f"Instagram {LINK}" in putri.last
    await putri.taps("Catat")
    ticket = await newest(world)
    assert ticket.text == LAMP
    budi, dewi = world.staff("Budi"), world.staff("Dewi")
    assert LINK not in card(budi).text
    assert "(Medsos)" in card(budi).text or "Media sosial" in card(budi).text
    await budi.taps("Terima")
    assert f"(Instagram {LINK})" in card(budi).text
    assert LINK not in card(dewi).text
    await budi.replies(card(budi), "Besok kami perbaiki.")
    opened = [key["url"] for row in budi.newest.inline_keyboard for key in row]
    assert opened == [LINK]
    async with world.machine.db.read() as session:
        reception = await session.get_one(Reception, ticket.id)
        assert reception.channel == "social"
        assert b"instagram" not in (reception.citizen or b"")


async def test_a_pasted_link_alone_is_where_it_came_from_and_not_the_report(world: World) -> None:
    putri = world.staff("Putri")
    await putri.sends("/loket")
    await putri.sends("https://fb.watch/abc")
    assert await world.count(Ticket) == 0
    await putri.sends(LAMP)
    assert "Facebook https://fb.watch/abc" in putri.last
    await putri.taps("Catat")
    assert (await newest(world)).text == LAMP


async def test_without_a_link_the_network_is_enough(world: World) -> None:
    putri = world.staff("Putri")
    await putri.sends(f"/loket {LAMP}")
    assert "🔗 Tautan" not in putri.buttons
    await putri.taps("Medsos")
    await putri.taps("Tautan")
    await putri.taps("TikTok")
    assert "TikTok" in putri.last
    await putri.taps("Catat")
    hadi = world.staff("Hadi")
    await hadi.sends("/tugas")
    await hadi.taps((await newest(world)).code)
    assert "(TikTok" in card(hadi).text
