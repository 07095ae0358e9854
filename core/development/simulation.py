"""Years of an office in a moment, with the rules of the service and a clock of its own. Pure.

`Ledger` keeps in memory what `gauging` keeps in tables; what is tried are the rules they share.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from core.development import rules
from core.development.rules import LEVELS, Count, Standard, Subject
from core.learning.models import SIGNALS

# As shipped in the content file.
STANDARDS = {
    "late": Standard(20, 8),
    "no_first_response": Standard(20, 8),
    "reopened": Standard(15, 8),
    "returned": Standard(15, 8),
    "low_rating": Standard(25, 8),
}
START = date(2026, 1, 1)
YEAR = 365
NONE = Count()
# Which share goes wrong with this person, in this signal, on this day.
Rates = Callable[[int, str, date], float]


@dataclass(frozen=True)
class Office:
    """So many people in units of equal size, each with its services, and cases a month."""

    people: int
    units: int
    monthly: int
    services: int = 2

    def ids(self, person: int, chance: Random) -> tuple[int, int, int, int]:
        """Person, unit, service and office of one case."""
        unit = person % self.units
        return person, unit, unit * self.services + chance.randrange(self.services), 0


@dataclass
class Case:
    ids: tuple[int, int, int, int]
    signal: str
    day: date
    bad: bool


@dataclass
class Ledger:
    """The running bets; `covered` are subjects with an open plan."""

    services: int
    standards: Mapping[str, Standard] = field(default_factory=lambda: STANDARDS)
    bets: dict[Subject, dict[date, Count]] = field(default_factory=dict)
    covered: set[Subject] = field(default_factory=set)

    def add(self, case: Case) -> tuple[Subject, Count] | None:
        """Count a case; the narrowest gap it makes sure, which then is covered by a plan."""
        found = None
        for subject in rules.subjects(case.ids, case.signal):
            if subject in self.covered:
                break
            running = self.bets.setdefault(subject, {})
            for first in rules.bets(case.day):
                n, bad = running.get(first, NONE)
                running[first] = count = Count(n + 1, bad + case.bad)
                if found is None and case.bad and self._is_gap(subject, count):
                    found = subject, count
        if found is not None:
            self._spend(*found)
        return found

    def forget(self, day: date) -> None:
        """Drop the bets that have run for a year."""
        alive = rules.bets(day)
        for running in self.bets.values():
            for first in [one for one in running if one not in alive]:
                del running[first]

    def _is_gap(self, subject: Subject, count: Count) -> bool:
        split = self.services if subject.level == "service" else 1
        return rules.is_gap(count, self.standards[subject.signal], subject.level, split)

    def _spend(self, subject: Subject, spent: Count) -> None:
        """Its cases no longer count, here or for what is wider."""
        self.covered.add(subject)
        self.bets[subject] = {}
        for other, running in self.bets.items():
            if other.signal == subject.signal and other.place > subject.place:
                for first, count in running.items():
                    left = max(count.n - spent.n, 0), max(count.bad - spent.bad, 0)
                    running[first] = Count(left[0], min(left))


def cases(office: Office, rates: Rates, chance: Random, days: int) -> Iterator[Case]:
    """What comes in, day by day; each case settles every signal."""
    for number in range(days):
        day = START + timedelta(days=number)
        for _ in range(_arrivals(office.monthly * 12 / YEAR, chance)):
            ids = office.ids(chance.randrange(office.people), chance)
            for signal in SIGNALS:
                yield Case(ids, signal, day, chance.random() < rates(ids[0], signal, day))


def false_alarms(office: Office, years: int, share: float, seed: int) -> float:
    """Of a hundred person-years, how many have any gap that concerns the person.

    Nothing is wrong: everybody's true share is `share` of the threshold, at 1 as bad as allowed.
    """
    chance, ledger = Random(seed), Ledger(office.services)
    alarms: set[tuple[int, int]] = set()
    levels = {signal: one.share * share for signal, one in STANDARDS.items()}
    for case in cases(office, lambda _, signal, __: levels[signal], chance, years * YEAR):
        found = ledger.add(case)
        if found is not None:
            # It is closed at once, so that the next may be heard as well.
            ledger.covered.clear()
            year = (case.day - START).days // YEAR
            alarms |= {(year, person) for person in _concerned(office, found[0])}
        if case.day.day == 1 and case.signal == SIGNALS[0]:
            ledger.forget(case.day)
    return 100 * len(alarms) / (office.people * years)


def first_gap(office: Office, rates: Rates, seed: int, days: int) -> tuple[int, str, int] | None:
    """The day (from 1) of the first gap, its level and its subject; None when there is none."""
    chance, ledger = Random(seed), Ledger(office.services)
    for case in cases(office, rates, chance, days):
        found = ledger.add(case)
        if found is not None:
            return (case.day - START).days + 1, found[0].level, found[0].subject_id
    return None


@dataclass(frozen=True)
class Course:
    """How a plan went: days from the start, and what the signal was before and after."""

    opened: int
    trained: int
    recovered: int | None
    before: Count
    after: Count


def course(
    office: Office, before: float, after: float, seed: int, *, signal: str = "late", who: int = 0
) -> Course | None:
    """Somebody falls short in one signal until they are trained; None when no gap was opened."""
    chance, ledger = Random(seed), Ledger(office.services)
    opened: tuple[int, Count] | None = None
    trained, count = 0, Count()

    def rates(person: int, one: str, day: date) -> float:
        is_short = person == who and one == signal
        if not is_short:
            return STANDARDS[one].share / 3
        return after if opened and (day - START).days >= trained else before

    for case in cases(office, rates, chance, 2 * YEAR):
        at = (case.day - START).days + 1
        found = ledger.add(case)
        if opened is None and found and found[0] == Subject(0, who, signal):
            # The head approves within two days, the lessons take thirty.
            opened, trained = (at, found[1]), at + 32
        elif opened and at > trained and (case.ids[0], case.signal) == (who, signal):
            count = count.plus(case.bad)
            if rules.recovered(count, STANDARDS[signal]):
                return Course(opened[0], trained, at, opened[1], count)
    return Course(opened[0], trained, None, opened[1], count) if opened else None


def _arrivals(mean: float, chance: Random) -> int:
    """How many come on a day: as many as fit, one after another, into it."""
    count, passed = 0, chance.expovariate(mean)
    while passed < 1:
        count, passed = count + 1, passed + chance.expovariate(mean)
    return count


def _concerned(office: Office, subject: Subject) -> list[int]:
    """Whoever is named, or gets the unnamed lesson."""
    if subject.level == "person":
        return [subject.subject_id]
    units = {"unit": subject.subject_id, "service": subject.subject_id // office.services}
    everybody = range(office.people)
    if subject.level == LEVELS[-1]:
        return list(everybody)
    return [one for one in everybody if one % office.units == units[subject.level]]
