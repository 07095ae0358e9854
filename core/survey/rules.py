"""The index and its grade, periods, and what is too little to be shown. Pure.

PermenPANRB 14/2017: the index is the mean of the elements' means times 25, each element weighing
the same. A printed weight of 0.111 would make 99.9 of nine perfect answers, so the weight is the
exact ninth; and the index is rounded before it is graded, or 76.605 would lie between two grades.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from core.people.models import Staff
from core.survey.models import Band

ANSWERS = (1, 2, 3, 4)
SATISFIED = 3  # "puas" and better
PER_POINT = 25
MONTHS = {"quarter": 3, "semester": 6, "year": 12}


@dataclass(frozen=True)
class Sum:
    """How many answered an element, and the sum of their answers."""

    n: int
    total: int

    @property
    def mean(self) -> Fraction:
        return Fraction(self.total, self.n)


@dataclass(frozen=True)
class Count:
    """What came in: sheets, how many were asked, and the sums by element."""

    sheets: int = 0
    asked: int = 0
    sums: Mapping[str, Sum] = field(default_factory=dict)

    def __add__(self, other: "Count") -> "Count":
        sums = dict(self.sums)
        for code, one in other.sums.items():
            known = sums.get(code, Sum(0, 0))
            sums[code] = Sum(known.n + one.n, known.total + one.total)
        return Count(self.sheets + other.sheets, self.asked + other.asked, sums)


@dataclass(frozen=True)
class Result:
    """What may be shown of a count; `n` of `asked` answered, `rate` is percent.

    With too few sheets there is no index, and no mean of an element. Nor is there an index when an
    element was answered by nobody. `lowest` is the code of the element with the lowest mean.
    `hidden` says that there are enough, and that they would tell of others that are too few.
    """

    n: int
    asked: int
    index: Decimal | None = None
    grade: str = ""
    means: Mapping[str, Decimal] = field(default_factory=dict)
    lowest: str = ""
    hidden: bool = False

    @property
    def rate(self) -> int:
        return percent(self.n, self.asked)


@dataclass(frozen=True)
class Share:
    """Indikasi kepuasan: of `asked` reporters `n` rated, `satisfied` of them well or very well.

    `value` is percent, None where there are fewer ratings than may be shown; `hidden` as above.
    """

    asked: int = 0
    n: int = 0
    satisfied: int = 0
    minimum: int = 1
    hidden: bool = False

    @property
    def value(self) -> int | None:
        if self.hidden:
            return None
        return percent(self.satisfied, self.n) if self.n >= max(1, self.minimum) else None

    @property
    def rate(self) -> int:
        return percent(self.n, self.asked)


@dataclass(frozen=True)
class Period:
    """A quarter, semester or year; `number` counts them within `year`, from 1.

    `first` is its first day, `end` the day after its last.
    """

    kind: str
    number: int
    year: int
    first: date
    end: date


def result(
    count: Count,
    elements: Sequence[str],
    bands: Iterable[Band],
    minimum: int,
    *,
    hidden: bool = False,
) -> Result:
    """What is shown of it, given how many sheets it takes at least; nothing if it is `hidden`.

    Whoever was asked in one period may answer in the next, and counts as asked there.
    """
    n, asked = count.sheets, max(count.sheets, count.asked)
    if n < max(1, minimum):
        return Result(n, asked)
    if hidden:
        return Result(n, asked, hidden=True)
    answered = {code: count.sums[code].mean for code in elements if code in count.sums}
    means = {code: rounded(mean) for code, mean in answered.items()}
    lowest = min(answered, key=lambda code: answered[code], default="")
    whole = index([answered[code] for code in elements]) if len(answered) == len(elements) else None
    graded = grade(whole, bands) if whole is not None else ""
    return Result(n, asked, whole, graded, means, lowest)


def index(means: Sequence[Fraction]) -> Decimal:
    """25.00 to 100.00, of the means of all elements."""
    return rounded(sum(means, Fraction(0)) / len(means) * PER_POINT)


def grade(whole: Decimal, bands: Iterable[Band]) -> str:
    """The best grade the rounded index reaches."""
    reached = [band for band in bands if whole >= band.least_index]
    return max(reached, key=lambda band: band.least).grade if reached else ""


def rounded(value: Fraction) -> Decimal:
    """To hundredths, half up, without the error of binary fractions."""
    hundredths = (200 * value.numerator + value.denominator) // (2 * value.denominator)
    return Decimal(hundredths).scaleb(-2)


def percent(part: int, whole: int) -> int:
    """Half up; 0 of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def period(kind: str, today: date, ago: int = 0) -> Period:
    """The period this day is in, or the one so many periods before it."""
    length = MONTHS[kind]
    months = (today.year * 12 + today.month - 1) // length * length - ago * length
    year, month = divmod(months, 12)
    first = date(year, month + 1, 1)
    return Period(kind, month // length + 1, year, first, months_on(first, length))


def months_on(day: date, months: int) -> date:
    """The first day of the month so many months on."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def may_read(staff: Staff) -> bool:
    """The results are for those who answer for a unit."""
    return staff.left_at is None and staff.role in ("head", "coordinator")
