"""Nothing a citizen writes or sends is lost, wherever they write it."""

import pytest

from core.tickets.models import Attachment, Ticket
from tests.simulator.world import picture
from tests.world import World

LAMP = "Lampu jalan di depan balai desa mati sejak Senin."


async def test_writing_send_under_a_photo_sends_the_photo_too(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends(LAMP)
    await siti.sends_photo(picture(), "kirim")
    [ticket] = await world.rows(Ticket)
    assert ticket.text == LAMP
    assert await world.count(Attachment) == 1


async def test_words_behind_the_command_for_the_list_are_a_report(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends(f"/laporan {LAMP}")
    await siti.taps("Kirim")
    [ticket] = await world.rows(Ticket)
    assert ticket.text == LAMP
    await siti.sends(f"/laporan {ticket.code}")
    assert "Menunggu diterima" in siti.last


@pytest.mark.parametrize("command", ["/lapor", "/laporan", "/tanya", "/cuaca"])
async def test_a_photo_under_a_command_is_not_lost(world: World, command: str) -> None:
    siti = world.citizen("Siti")
    await siti.sends_photo(picture(), command)
    assert "1 foto" in siti.last
    await siti.sends_photo(picture(300), f"{command} {LAMP}")
    assert LAMP in siti.last


async def test_words_behind_the_command_for_a_person_are_the_message(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends("/petugas tolong, saya ingin bertemu camat")
    [ticket] = await world.rows(Ticket)
    assert ticket.text == "tolong, saya ingin bertemu camat"
    assert ticket.code in siti.last


async def test_a_photo_for_a_person_may_come_with_the_command(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends_photo(picture(), "/petugas")
    assert await world.count(Attachment) == 1


@pytest.mark.parametrize("words", ["Tidak jadi", "/batal"])
async def test_what_was_written_to_a_person_is_kept_when_it_is_not_sent(
    world: World, words: str
) -> None:
    siti = world.citizen("Siti")
    await siti.sends("/petugas")
    await siti.sends("Soal KK")
    await (siti.sends(words) if words.startswith("/") else siti.taps(words))
    assert "disimpan: “Soal KK”" in siti.last
    await siti.taps("Lanjutkan draf")
    await siti.sends("saya yang hilang di pasar")
    await siti.taps("Kirim")
    [ticket] = await world.rows(Ticket)
    assert (ticket.kind, ticket.text) == (
        "information_request",
        "Soal KK\nsaya yang hilang di pasar",
    )
