"""Every table, so that whoever needs the whole schema imports one module."""

from core import audit, chats, conversations, jobs, marks, outbox, standards, timers, updates
from core.absences import models as absences
from core.accounts import models as accounts
from core.announcements import models as announcements
from core.areas import models as areas
from core.bans import models as bans
from core.breaches import models as breaches
from core.calendar import models as calendar
from core.db import Base
from core.deadlines import models as deadlines
from core.details import models as details
from core.development import models as development
from core.emergencies import models as emergencies
from core.features import models as features
from core.forums import models as forums
from core.groups import models as groups
from core.handover import models as handover
from core.improvements import models as improvements
from core.knowledge import models as knowledge
from core.learning import models as learning
from core.oversight import models as oversight
from core.people import models as people
from core.privacy import models as privacy
from core.relays import models as relays
from core.replies import models as replies
from core.routing import models as routing
from core.survey import models as survey
from core.tallies import models as tallies
from core.tickets import models as tickets
from core.tickets import ties
from core.transcripts import models as transcripts

__all__ = [
    "Base",
    "absences",
    "accounts",
    "announcements",
    "areas",
    "audit",
    "bans",
    "breaches",
    "calendar",
    "chats",
    "conversations",
    "deadlines",
    "details",
    "development",
    "emergencies",
    "features",
    "forums",
    "groups",
    "handover",
    "improvements",
    "jobs",
    "knowledge",
    "learning",
    "marks",
    "outbox",
    "oversight",
    "people",
    "privacy",
    "relays",
    "replies",
    "routing",
    "standards",
    "survey",
    "tallies",
    "tickets",
    "ties",
    "timers",
    "transcripts",
    "updates",
]
