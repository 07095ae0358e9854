"""The shipped content on its way into the database; planting again brings it up to date."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.knowledge import emergency_schema as schema
from bot.knowledge.gap_schema import Gap
from bot.knowledge.loader import Library
from bot.knowledge.schema import Article, Question, Service, Sourced, Tip
from core.development.content import RuleRow, load_rules
from core.emergencies.services import SuggestedNumber, suggest
from core.knowledge.regression import keep_known
from core.knowledge.services import ArticleRow, load_articles
from core.learning.content import QuestionRow, TipRow, load_lessons
from core.learning.services import plan_all


async def plant(session: AsyncSession, library: Library, now: datetime) -> int:
    """Articles, tips, quiz questions, rules for gaps, suggested numbers; how many entries changed.

    Everybody who has an account gets the timer of their next lesson.
    """
    articles = [
        _article(service, one)
        for service in library.services
        for one in service.article
        if not one.draft
    ]
    changed = await load_articles(session, articles, now=now)
    await keep_known(session, library.known_questions)
    changed += await load_lessons(
        session,
        [_tip(one) for one in library.tips],
        [_question(one) for one in library.questions],
        {name: signal.questions for name, signal in library.signals.items()},
        now=now,
    )
    changed += await load_rules(session, [_rule(library, one) for one in library.gaps])
    numbers = [_number(one) for one in library.emergency_numbers]
    changed += await suggest(session, numbers, now=now)
    await plan_all(session, now=now)
    return changed


def _article(service: Service, one: Article) -> ArticleRow:
    return ArticleRow(
        code=one.id,
        service=service.service,
        service_name=service.name,
        service_name_en=service.name_en,
        facet=one.facet,
        question=one.question,
        aliases=list(one.aliases),
        answer=one.answer,
        source=one.source,
        source_url=_url(one),
        mark=one.mark,
        reviewed=one.reviewed,
    )


def _tip(one: Tip) -> TipRow:
    return TipRow(
        code=one.id,
        title=one.title,
        text=one.text,
        competency=one.competency,
        level=one.level,
        source=one.source,
        source_url=_url(one),
        mark=one.mark,
    )


def _question(one: Question) -> QuestionRow:
    return QuestionRow(
        code=one.id,
        tip=one.tip,
        question=one.question,
        options=list(one.options),
        correct=one.correct,
        explanation=one.explanation,
        competency=one.competency,
        level=one.level,
        source=one.source,
        source_url=_url(one),
        mark=one.mark,
    )


def _rule(library: Library, one: Gap) -> RuleRow:
    """Its questions are those of the signal, then those of its courses."""
    questions = list(library.signals[one.signal].questions)
    for course in library.courses:
        if course.id in one.courses:
            questions += [item.id for item in course.items if item.kind == "question"]
            questions += course.final_test
    return RuleRow(
        signal=one.signal,
        competency=one.competency,
        threshold=one.threshold,
        minimum=one.minimum,
        questions=list(dict.fromkeys(questions)),
        scenarios=list(one.scenarios),
    )


def _number(one: schema.SuggestedNumber) -> SuggestedNumber:
    return SuggestedNumber(
        code=one.code,
        number=one.number,
        name=one.name,
        name_en=one.name_en,
        kinds=list(one.kinds),
    )


def _url(one: Sourced) -> str | None:
    return str(one.source_url) if one.source_url else None
