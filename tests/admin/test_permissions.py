"""Every cell of the panel's part of the table of permissions, tried with a form."""

from datetime import timedelta
from typing import Any

import pytest

from core.accounts import services as accounts
from core.tickets.models import STATES, Event
from core.tickets.queries import ticket_by_id
from tanggap.permissions import PANEL, panel_allows
from tests.admin.panel import Browser, Panel
from tests.core.town import DONE

# Account: its role, and whether the report is in its sight at all.
WHO = {"ani": "admin", "kartika": "coordinator", "hadi": "head", "vina": "viewer", "rini": "head"}
BLIND = ("rini",)  # the head of another unit
WAYS: dict[str, list[tuple[str, str, tuple[Any, ...]]]] = {
    "new": [],
    "accepted": [("Budi", "accept", ())],
    "waiting": [("Budi", "ask", ("Di mana persisnya?",))],
    "resolved": [("Budi", "resolve", (DONE,))],
    "closed": [("Budi", "resolve", (DONE,)), ("Sari", "confirm", ())],
}
PATHS = {
    "ticket.reassign": "serahkan",
    "ticket.reschedule": "batas-waktu",
    "ticket.note": "catatan",
    "related.merge": "gabung",
    "related.split": "pisah",
    "related.link": "kaitkan",
    "related.unlink": "lepas",
}


class Desk:
    """A report in each state, and another one that it can be merged or linked with."""

    def __init__(self, panel: Panel, other: int, code: str) -> None:
        self.panel = panel
        self.other = other
        self.code = code

    async def in_state(self, state: str, view: str) -> int:
        """A report in this state; a closed one was merged where it is to be split."""
        town = self.panel.town
        ticket_id = await town.files()
        if view == "related.unlink":
            await self._with_other(ticket_id, "relate")
        if (view, state) == ("related.split", "closed"):
            await self._with_other(ticket_id, "merge")
        else:
            for name, verb, given in WAYS[state]:
                await town.does(name, verb, ticket_id, *given)
        return ticket_id

    async def _with_other(self, ticket_id: int, verb: str) -> None:
        town = self.panel.town
        async with town.begin() as session:
            other = await ticket_by_id(session, self.other, lock=True)
            await town.act(session, "Budi", verb, ticket_id, other)

    async def sends(self, browser: Browser, view: str, ticket_id: int, once: str) -> int:
        """The status that this form about the report is answered with."""
        ticket = await self.panel.town.ticket(ticket_id)
        async with self.panel.db.read() as session:
            unit = await self.panel.town.unit(session, "linmas")
        day = (self.panel.now() + timedelta(days=10)).date().isoformat()
        fields = {
            "ticket.reassign": {"to": f"unit:{unit.id}", "reason": "Salah unit."},
            "ticket.reschedule": {"day": day, "why": "Menunggu suku cadang."},
            "ticket.note": {"text": "Sudah dicek."},
            "related.merge": {"other": self.code},
            "related.link": {"other": self.code},
            "related.unlink": {"other": self.code},
        }.get(view, {})
        versioned = view not in ("ticket.note", "related.link", "related.unlink")
        known = {"version": str(ticket.version)} if versioned else {}
        path = f"/laporan/{ticket.code}/{PATHS[view]}"
        return (await browser.post(path, once=once, **known, **fields)).status


@pytest.mark.timeout(240)
async def test_every_cell_of_the_panel_is_what_a_form_meets(panel: Panel) -> None:
    browsers = await everybody(panel)
    other = await panel.town.files()
    desk = Desk(panel, other, (await panel.town.ticket(other)).code)
    for state in STATES:
        for view in PANEL:
            shared = await desk.in_state(state, view)
            able = [one for one, role in WHO.items() if panel_allows(view, role, state)]
            for name in sorted(WHO, key=lambda one: one in able and one not in BLIND):
                may = name in able and name not in BLIND
                before = len(await panel.rows(Event))
                status = await desk.sends(browsers[name], view, shared, f"{state}{view}{name}")
                grew = len(await panel.rows(Event)) > before
                assert (status == 303, grew) == (may, may), (view, name, state, status)
                if may and name != able[-1]:
                    shared = await desk.in_state(state, view)


async def everybody(panel: Panel) -> dict[str, Browser]:
    """Each account signed in; a head of another unit is not there by default."""
    async with panel.town.begin() as session:
        unit = await panel.town.unit(session, "pelayanan")
        await accounts.create_account(
            session, "rini", "Rini", "head", unit_id=unit.id, by="cli", now=panel.now()
        )
    return {name: await panel.signed_in(name) for name in WHO}
