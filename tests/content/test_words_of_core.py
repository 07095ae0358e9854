"""Content may say only what core understands."""

from typing import Any, get_args

import pytest

from bot.knowledge import schema
from bot.knowledge.emergency_schema import EmergencyKind
from bot.knowledge.preset_schema import Deadline
from bot.knowledge.sample_schema import StaffMember
from core.calendar import rules as calendar
from core.deadlines import models as deadlines
from core.emergencies import models as emergencies
from core.people import models as people
from core.tickets import models as tickets


@pytest.mark.parametrize(
    ("words", "known"),
    [
        (Deadline.model_fields["stage"].annotation, deadlines.STAGES),
        (Deadline.model_fields["measure"].annotation, deadlines.MEASURES),
        (schema.Mark, deadlines.MARKS),
        (schema.Kind, tickets.KINDS),
        (EmergencyKind, emergencies.KINDS),
        (schema.Holiday.model_fields["kind"].annotation, calendar.KINDS),
        (StaffMember.model_fields["role"].annotation, people.ROLES),
    ],
)
def test_every_word_is_known_to_core(words: Any, known: tuple[str, ...]) -> None:
    assert get_args(words)
    assert set(get_args(words)) <= set(known)
