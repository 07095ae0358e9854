"""The declaration of features names only what there is, and never what people have a right to."""

from hypothesis import given
from hypothesis import strategies as st

from admin.routes import ROUTES
from bot.handlers import FLOWS
from core.features.catalogue import FEATURES, NAMES
from core.features.presets import presets
from core.features.rules import Features, change, feature_of, with_one
from core.i18n import has_text
from tanggap.timetable import HANDLERS

COMMANDS = {name for flow in FLOWS for name in flow.commands}
BUTTONS = {flow.name for flow in FLOWS} | {
    f"{flow.name}.{name}" for flow in FLOWS for name in (*flow.steps, *flow.actions)
}
VIEWS = {route.name for route in ROUTES}
# Reporting, asking, emergencies, dates, receipts and personal data, as commands, buttons and views.
RIGHTS = {
    "commands": ("lapor", "tanya", "laporan", "petugas", "privasi", "datasaya", "hapus", "tugas"),
    "buttons": ("complaint", "question", "reports", "receipt", "privacy", "my_data", "ban"),
    "views": ("tickets", "ticket", "deadlines", "emergencies", "rights", "receipt", "retention"),
    "timers": tuple(kind for kind in HANDLERS if kind.startswith(("ticket.", "rights.", "breach"))),
}


def test_everything_the_declaration_names_is_there_and_belongs_to_one_feature() -> None:
    modules = {name.partition(".")[0] for name in VIEWS}
    for one in FEATURES:
        assert set(one.commands) <= COMMANDS
        assert {name for name in one.buttons if name not in BUTTONS} <= {"social"}
        assert set(one.views) <= VIEWS | modules
        assert set(one.timers) <= set(HANDLERS)
        for path in one.rooms:
            [view] = [route.name for route in ROUTES if route.path == path and not route.writes]
            assert feature_of("views", view) == one.name
        for part in ("title", "about", "goes"):
            assert has_text(f"features.{one.name}.{part}")
    for kind in ("commands", "buttons", "views", "timers"):
        named = [part for one in FEATURES for part in one.parts(kind)]
        assert len(named) == len(set(named))


def test_what_people_have_a_right_to_belongs_to_no_feature() -> None:
    assert all(RIGHTS.values())
    for kind, names in RIGHTS.items():
        for name in names:
            assert feature_of(kind, name) is None, name  # type: ignore[arg-type]


def test_each_preset_has_all_that_the_smaller_one_has_and_the_last_has_everything() -> None:
    small, middle, whole = (set(one) for one in presets().values())
    assert small < middle < whole == set(NAMES)
    assert list(presets()) == ["kecil", "sedang", "lengkap"]


@given(st.sets(st.sampled_from(NAMES)), st.sets(st.sampled_from(NAMES)), st.sampled_from(NAMES))
def test_a_change_leads_from_what_is_on_to_what_is_wanted(
    off: set[str], wanted: set[str], name: str
) -> None:
    now = Features(frozenset(off))
    made = change(now, wanted)
    goes, comes = ({one.name for one in part} for part in (made.goes, made.comes))
    assert (set(now.names()) - goes) | comes == wanted
    assert goes <= set(now.names())
    assert comes <= off
    assert set(with_one(now, name, on=False)) == set(now.names()) - {name}
    assert set(with_one(now, name, on=True)) == set(now.names()) | {name}
