"""Every feature an office may do without, and all that belongs to each. Nothing else says so.

What citizens have a right to is no feature and is not here: reporting, emergencies, deadlines,
receipts, and their own data.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["commands", "buttons", "views", "timers"]


@dataclass(frozen=True)
class Feature:
    """Named by what it is; its texts are `features.<name>.title` and `.about`.

    `buttons` and `views` are named as in `forum.list`, a word alone standing for all that begin
    so; `rooms` are the addresses that the menu of the panel or a page of it leads to. A timer that
    is due while its feature is off fires when it is on again.
    """

    name: str
    commands: tuple[str, ...] = ()
    buttons: tuple[str, ...] = ()
    views: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    timers: tuple[str, ...] = ()

    def parts(self, kind: Kind) -> tuple[str, ...]:
        found: tuple[str, ...] = getattr(self, kind)
        return found


FEATURES = (
    Feature("counter", ("loket", "counter"), ("counter",), ("counter",), ("/loket",)),
    Feature("social", buttons=("social",)),
    Feature("replies", buttons=("ticket.template",), views=("replies",), rooms=("/templat",)),
    Feature("approvals"),
    Feature("absences", ("cuti", "leave"), ("absence",), timers=("absence.begin",)),
    Feature("details", buttons=("details",), views=("questions",)),
    Feature("areas", views=("areas", "landmarks"), rooms=("/wilayah", "/wilayah/patokan")),
    Feature(
        "external",
        buttons=("copying",),
        views=("external", "arrivals", "copying"),
        rooms=("/loket/impor", "/laporan/jawaban"),
    ),
    Feature("whistle"),
    Feature(
        "announcements",
        ("kabar", "news", "umumkan", "announce"),
        ("news", "announce"),
        ("announcements", "themes"),
        ("/pengumuman", "/pengumuman/tema"),
        ("announcement.go",),
    ),
    Feature("groups", buttons=("groups",), views=("groups",), timers=("group.card",)),
    Feature(
        "survey",
        ("skm", "survey"),
        ("survey",),
        ("survey", "standards.survey", "standards.change_survey"),
        ("/survei", "/survei/standar"),
    ),
    Feature(
        "forum",
        ("forum", "usulan"),
        ("forum", "ticket.bring"),
        ("forums", "standards.forum", "standards.change_forum"),
        ("/forum", "/forum/standar"),
        ("forum.over",),
    ),
    Feature(
        "improvements",
        ("perbaikan", "improvements", "saran", "suggest"),
        ("improvement", "suggestion"),
        (
            "improvements",
            "improvement_photos",
            "suggestions",
            "standards.improvements",
            "standards.change_improvements",
        ),
        ("/perbaikan", "/perbaikan/standar"),
        ("improvement.remind", "improvement.late", "improvement.look"),
    ),
    Feature(
        "learning",
        ("belajar", "learn", "rencana", "plan"),
        ("lessons", "development"),
        ("development",),
        ("/pengembangan", "/pengembangan/standar"),
        ("lesson.daily", "development.look"),
    ),
    Feature("simulations", ("simulasi", "simulation"), ("simulation",)),
    Feature("breaches", views=("breaches",), rooms=("/insiden",)),
)
NAMES = tuple(one.name for one in FEATURES)
