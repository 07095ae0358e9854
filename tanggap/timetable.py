"""Every kind of timer, and what happens when it is due."""

from collections.abc import Mapping

from core.absences.timetable import HANDLERS as ABSENCES
from core.announcements.sending import HANDLERS as ANNOUNCEMENTS
from core.breaches.timetable import HANDLERS as BREACHES
from core.development.timetable import HANDLERS as DEVELOPMENT
from core.forums.timetable import HANDLERS as FORUMS
from core.groups.timetable import HANDLERS as GROUPS
from core.housekeeping import HANDLERS as HOUSE
from core.improvements.timetable import HANDLERS as IMPROVEMENTS
from core.knowledge.timetable import HANDLERS as KNOWLEDGE
from core.learning.timetable import HANDLERS as LEARNING
from core.privacy.clocks import HANDLERS as PRIVACY
from core.routing.learning import HANDLERS as ROUTING
from core.tallies.services import HANDLERS as TALLIES
from core.ticker import Handler
from core.tickets.reminders import HANDLERS as TICKETS

HANDLERS: Mapping[str, Handler] = {
    **TICKETS,
    **LEARNING,
    **HOUSE,
    **PRIVACY,
    **BREACHES,
    **FORUMS,
    **IMPROVEMENTS,
    **ANNOUNCEMENTS,
    **GROUPS,
    **ABSENCES,
    **ROUTING,
    **KNOWLEDGE,
    **DEVELOPMENT,
    **TALLIES,
}
