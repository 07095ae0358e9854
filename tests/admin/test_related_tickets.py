"""Tickets of one matter in the panel: merged, taken apart, linked, and counted."""

import pytest

from core.audit import Audit
from core.tickets import following
from core.tickets.models import Category, Event
from core.tickets.queries import ticket_by_id
from tests.admin.panel import Browser, Page, Panel

HERE = (-6.19, 106.815)


async def two(panel: Panel) -> tuple[str, str]:
    """The numbers of Sari's ticket and of Tono's, at the same place."""
    return await panel.files("Sari", location=HERE), await panel.files("Tono", location=HERE)


async def sends(browser: Browser, code: str, act: str, **fields: str) -> Page:
    page = await browser.get(f"/laporan/{code}")
    fields["once"] = page.hidden("once")
    if act in ("gabung", "pisah"):
        fields["version"] = page.hidden("version")
    return await browser.post(f"/laporan/{code}/{act}", **fields)


async def test_a_double_is_merged_by_number_and_taken_apart_again(panel: Panel) -> None:
    first, second = await two(panel)
    browser = await panel.signed_in("kartika")
    assert first in (await browser.get(f"/laporan/{second}")).text.partition("Mirip")[2]
    page = await sends(browser, second, "gabung", other=f" {first.lower()} ")
    assert page.location == f"/laporan/{second}?said=merged"
    text = (await browser.get(page.location)).text
    assert "Laporan ini digabung ke" in text
    assert f"Digabung dengan laporan {first}" in text
    text = (await browser.get(f"/laporan/{first}")).text
    assert "+ 1 warga lain" in text
    assert second in text.partition("Digabung ke sini")[2]
    assert "+ 1 warga lain" in (await browser.get("/laporan")).text
    assert any("hal yang sama" in said for said in await panel.town.reads("Tono"))
    page = await sends(browser, second, "pisah")
    assert page.location == f"/laporan/{second}?said=split"
    assert "warga lain" not in (await browser.get("/laporan")).text
    acts = [(one.actor, one.action) for one in await panel.rows(Audit)]
    assert acts[-2:] == [("admin:kartika", "ticket.merge"), ("admin:kartika", "ticket.split")]
    assert "Laporan digabung" in (await (await panel.signed_in("ani")).get("/jejak")).text


async def test_two_tickets_are_linked_and_the_link_undone(panel: Panel) -> None:
    first, second = await two(panel)
    browser = await panel.signed_in("kartika")
    page = await sends(browser, second, "kaitkan", other=first)
    assert page.location == f"/laporan/{second}?said=linked"
    for one, other in ((first, second), (second, first)):
        assert other in (await browser.get(f"/laporan/{one}")).text.partition("Terkait")[2]
    page = await sends(browser, first, "lepas", other=second)
    assert page.location == f"/laporan/{first}?said=unlinked"
    kinds = [one.kind for one in await panel.rows(Event)]
    assert kinds.count("linked") == kinds.count("unlinked") == 2


@pytest.mark.parametrize("other", ["", "abc", "LP-0000-0000", "itself"])
async def test_a_number_that_cannot_be_is_refused_and_kept(panel: Panel, other: str) -> None:
    _, second = await two(panel)
    other = second if other == "itself" else other
    browser = await panel.signed_in("kartika")
    page = await sends(browser, second, "gabung", other=other)
    assert page.status == 422
    assert f'name="other" value="{other}"' in page.html
    assert (await panel.rows_of_tickets())[second].state == "new"


async def test_a_form_sent_twice_merges_once(panel: Panel) -> None:
    first, second = await two(panel)
    browser = await panel.signed_in("kartika")
    page = await browser.get(f"/laporan/{second}")
    fields = {name: page.hidden(name) for name in ("version", "once")}
    for _ in range(2):
        answer = await browser.post(f"/laporan/{second}/gabung", other=first, **fields)
        assert answer.status == 303
    assert [one.kind for one in await panel.rows(Event)].count("merged") == 1


async def test_a_head_merges_only_into_tickets_of_their_units(panel: Panel) -> None:
    first, second = await two(panel)
    foreign = await panel.files("Sari", category=None)
    browser = await panel.signed_in("hadi")
    assert (await sends(browser, second, "gabung", other=foreign)).status == 422
    assert (await sends(browser, second, "gabung", other=first)).status == 303


async def test_whoever_comes_second_is_told(panel: Panel) -> None:
    first, second = await two(panel)
    browser = await panel.signed_in("kartika")
    old = await browser.get(f"/laporan/{second}")
    await panel.town.does("Budi", "accept", (await panel.rows_of_tickets())[second].id)
    fields = {name: old.hidden(name) for name in ("version", "once")}
    page = await browser.post(f"/laporan/{second}/gabung", other=first, **fields)
    assert page.status == 409


async def test_steps_of_followers_are_told_apart_from_the_reporters(panel: Panel) -> None:
    code = await panel.files()
    async with panel.town.begin() as session:
        ticket_id = (await panel.rows_of_tickets())[code].id
        ticket = await ticket_by_id(session, ticket_id, lock=True)
        assert ticket is not None
        tono = await panel.town.person(session, "Tono")
        await following.follow(session, ticket, tono, "Saya juga gelap.", now=panel.town.now)
    text = (await (await panel.signed_in("vina")).get(f"/laporan/{code}")).text
    assert "Warga lain ikut melaporkan hal ini Saya juga gelap." in text
    assert "Tono" not in text


@pytest.mark.parametrize(
    ("typed", "kept", "status"),
    [("0", 0, 303), ("", None, 303), ("800", 800, 303), ("9999", None, 422)],
)
async def test_how_near_a_category_is_looked_for_is_set_in_its_form(
    panel: Panel, typed: str, kept: int | None, status: int
) -> None:
    browser = await panel.signed_in("ani")
    category = (await panel.rows(Category))[0]
    assert "250 meter" in (await browser.get(f"/kategori/{category.id}")).text
    fields = {"name": category.name, "unit": str(category.unit_id), "near_metres": typed}
    page = await browser.post(f"/kategori/{category.id}", **fields)
    assert page.status == status
    assert (await panel.rows(Category))[0].near_metres == kept
