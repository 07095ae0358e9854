"""The kind and category of a case, put right by whoever works on it."""

from datetime import UTC, date, datetime

from core.deadlines.services import RuleRow, add_rules
from core.tickets.models import Ticket
from tests.bot.desks import filed, newest, steps
from tests.world import World

ODD = "Ada yang aneh di belakang pasar, mohon dilihat."


async def sorts(world: World, name: str, into: str) -> None:
    someone = world.staff(name)
    await someone.taps("Lainnya")
    await someone.taps("Jenis / kategori")
    await someone.taps(into)


async def longer_for_questions(world: World) -> None:
    """Questions have ten working days where complaints have five."""
    async with world.machine.db.begin() as session:
        rule = RuleRow(
            stage="resolve",
            kind="information_request",
            amount=10,
            measure="working_days",
            source_title="Standar kantor",
            effective_from=date(2026, 1, 1),
            mark="office",
        )
        await add_rules(session, [rule])


async def test_what_nobody_could_place_gets_its_category_and_stays_with_the_unit(
    world: World,
) -> None:
    siti, kartika = await filed(world, ODD), world.staff("Kartika")
    before: Ticket = await newest(world)
    await sorts(world, "Kartika", "Lampu jalan")
    assert "biasanya ditangani Seksi Trantib" in kartika.last
    after = await newest(world)
    assert after.category_id == (await world.category("lampu")).id
    assert (after.unit_id, after.due_at) == (before.unit_id, before.due_at)
    assert (await steps(world))[-1] == "sorted"
    assert any("Lampu jalan" in text for text in kartika.reads())
    await siti.sends("/laporan")
    assert "aturan yang tepat" not in " ".join(siti.reads())


async def test_a_question_has_the_time_of_questions_and_the_citizen_reads_of_it(
    world: World,
) -> None:
    await longer_for_questions(world)
    siti, budi = await filed(world), world.staff("Budi")
    await sorts(world, "Budi", "Permintaan informasi")
    ticket = await newest(world)
    assert ticket.kind == "information_request"
    assert ticket.due_at == datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
    assert "Paling lambat selesai: Senin, 16 Maret 2026" in siti.last
    assert (await steps(world))[-2:] == ["sorted", "rescheduled"]
    await world.passes(days=9)
    assert not any("lewat" in text.casefold() for text in budi.reads())


async def test_a_date_set_by_hand_stays_whatever_it_is_sorted_into(world: World) -> None:
    await longer_for_questions(world)
    siti = await filed(world)
    await world.does(
        "Hadi", "reschedule", await newest(world), date(2026, 3, 20), "Menunggu tiang."
    )
    due = (await newest(world)).due_at
    await sorts(world, "Budi", "Permintaan informasi")
    assert (await newest(world)).due_at == due
    assert "aturan yang tepat" not in siti.last


async def test_the_same_again_a_forged_number_and_a_closed_case_change_nothing(
    world: World,
) -> None:
    await filed(world)
    budi = world.staff("Budi")
    await budi.taps("Lainnya")
    await budi.taps("Jenis / kategori")
    assert "Lampu jalan" not in " ".join(budi.buttons)
    flow, step, _, version = budi.data_of("Sampah").split(":")
    for forged in ("c999999", "cx", "complaint", "p9999", "s1"):
        await budi.taps_data(f"{flow}:{step}:{forged}:{version}")
    ticket = await newest(world)
    assert ticket.kind == "complaint"
    assert ticket.category_id == (await world.category("lampu")).id
    assert (await steps(world)) == ["filed"]
    sort = f"ticket:sort:{ticket.id}:{ticket.version}"
    await world.does("Budi", "resolve", ticket, "Sudah kami ganti lampunya.")
    await budi.taps_data(sort)
    assert "sorted" not in await steps(world)
