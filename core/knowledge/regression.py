"""What a change would do to answers: known questions are tried before and after it.

The questions are those of the content files, those of this office that an answer helped, and those
the draft was written for.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import changed
from core.knowledge.confidence import Verdict, worth_showing
from core.knowledge.content import Values
from core.knowledge.corpus import Entry
from core.knowledge.gaps import questions_of, words
from core.knowledge.index import answers, entries
from core.knowledge.models import Article, ArticleDraft, AskedQuestion, KnownQuestion
from core.knowledge.policy import consult
from core.knowledge.search import Answers

# Clicks of this office, the newest; each is answered twice while somebody waits for the page.
MOST_CLICKS = 300
# What comes near is compared as far as people look.
OFFERED = 3
# The key of an article that is not there yet.
NEW = "new"


@dataclass(frozen=True)
class Outcome:
    """What becomes of a question: the verdict, and the keys of the articles shown, best first."""

    verdict: Verdict
    shown: tuple[str, ...]

    def rank(self, wanted: str) -> int:
        """How well it serves who wants this article: at once, as an offer, or not at all."""
        if self.verdict is Verdict.ANSWER:
            return 3 if wanted in self.shown else 0
        return 2 if wanted in self.shown else 1

    @property
    def gist(self) -> tuple[Verdict, str]:
        """What people would notice: how it is answered, and the first article."""
        return self.verdict, self.shown[0] if self.shown else ""


@dataclass(frozen=True)
class Difference:
    """A question that would be answered otherwise; `change` is better, worse or other."""

    text: str
    before: Outcome
    after: Outcome
    change: str


@dataclass(frozen=True)
class Trial:
    """How many questions were tried, and those answered otherwise, worse ones first."""

    tried: int
    differences: Sequence[Difference]

    @property
    def worse(self) -> int:
        return sum(one.change == "worse" for one in self.differences)


async def try_out(session: AsyncSession, draft: ArticleDraft) -> Trial:
    """All known questions, with the articles in use and with the draft in place."""
    now_known = await entries(session)
    key = str(draft.article_id) if draft.article_id else NEW
    wanted = await _known(session) | await _clicks(session)
    wanted |= {words(one): key for one in await questions_of(session, draft)}
    before = await answers(session)
    return await asyncio.to_thread(
        _compare, before, {**now_known, key: entry(draft.content)}, wanted
    )


def outcome(known: Answers, text: str) -> Outcome:
    hits, advice = consult(known, text)
    shown = advice.answers or [hit.key for hit in worth_showing(hits[:OFFERED])]
    return Outcome(advice.verdict, tuple(shown))


def entry(content: Values) -> Entry:
    phrasings = [content["question"], *content["aliases"]]
    service = content["service"], content["service_name"]
    return Entry(phrasings, content["answer"], *service, content["facet"])


async def keep_known(session: AsyncSession, questions: Mapping[str, str]) -> None:
    """The questions of the content files with the code of their article, instead of all before."""
    rows = (await session.scalars(select(KnownQuestion))).all()
    if {row.text: row.article for row in rows} == dict(questions):
        return
    await changed(session, delete(KnownQuestion))
    session.add_all(KnownQuestion(text=text, article=code) for text, code in questions.items())
    await session.flush()


def _compare(
    before: Answers, entries_after: Mapping[str, Entry], wanted: Mapping[str, str]
) -> Trial:
    after, found = Answers(entries_after), []
    for text, key in wanted.items():
        old, new = outcome(before, text), outcome(after, text)
        if old.gist != new.gist:
            found.append(Difference(text, old, new, _change(old, new, key)))
    order = ("worse", "other", "better")
    return Trial(len(wanted), sorted(found, key=lambda one: order.index(one.change)))


def _change(before: Outcome, after: Outcome, wanted: str) -> str:
    step = after.rank(wanted) - before.rank(wanted)
    return "better" if step > 0 else "worse" if step < 0 else "other"


async def _known(session: AsyncSession) -> dict[str, str]:
    statement = select(KnownQuestion.text, Article.id).join(
        Article, Article.code == KnownQuestion.article
    )
    return {text: str(article_id) for text, article_id in await session.execute(statement)}


async def _clicks(session: AsyncSession) -> dict[str, str]:
    """What people said was answered, with what they had read."""
    helped = select(AskedQuestion.masked, AskedQuestion.article_id).where(
        AskedQuestion.helpful.is_(True), AskedQuestion.article_id.is_not(None)
    )
    newest = helped.order_by(AskedQuestion.id.desc()).limit(MOST_CLICKS)
    return {text: str(article_id) for text, article_id in await session.execute(newest)}
