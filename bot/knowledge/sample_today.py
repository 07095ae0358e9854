"""The shape of `sample/` for what stands as it is today, once all cases were lived through."""

from typing import Annotated, Literal

from pydantic import Field

from bot.knowledge.schema import Content, Line, Slug

Decision = Literal["accepted", "postponed", "declined"]
Sheet = Annotated[str, Field(pattern=r"^[1-4]{9}$")]
Words = Annotated[str, Field(min_length=10, max_length=600)]


class End(Content):
    """How a case ends if not repaired; `years` and `again` (days) count from that day."""

    outcome: Literal["answered", "planned", "referred", "declined"]
    years: Annotated[int, Field(ge=0, le=5)] = 1
    budget: Line | None = None
    body: Line | None = None
    letter: Line | None = None
    again: Annotated[int, Field(ge=1, le=366)] = 60


class Follower(Content):
    by: Slug
    text: Words


class Merged(Content):
    """A member of staff found that `case` is the same as `into`, which others follow as well."""

    case: Slug
    into: Slug
    by: Slug
    followers: list[Follower] = Field(default_factory=list)


class Approval(Content):
    """What officers write about this category is read by a head first; `text` waits for that."""

    category: Slug
    case: Slug
    by: Slug
    text: Words


class Brought(Content):
    """A head brought the aspiration to the forum, and its citizen agreed."""

    case: Slug
    by: Slug
    title: Line
    text: Words
    days: Annotated[int, Field(ge=1, le=120)]


class Absence(Content):
    """Away from today on for so many days, with a colleague standing in."""

    staff: Slug
    stand_in: Slug
    days: Annotated[int, Field(ge=1, le=60)]


class Practice(Content):
    """A simulation somebody went through, or paused after so many replies."""

    staff: Slug
    scenario: Slug
    paused_after: Annotated[int, Field(ge=1, le=5)] | None = None


class Surveyed(Content):
    """Sheets of this month: nine answers each. `asked` are all who were asked, `told` what some of
    them said of themselves.
    """

    unit: Slug
    channel: Literal["chat", "counter"]
    category: Slug | None = None
    asked: Annotated[int, Field(ge=1, le=500)]
    sheets: Annotated[list[Sheet], Field(min_length=1)]
    told: dict[str, dict[str, int]] = Field(default_factory=dict)
