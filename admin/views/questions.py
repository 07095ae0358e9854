"""What is asked about reports of a category, and where a choice sends people instead."""

from aiohttp import web

from admin.forms import Choice, Form, Line, Words
from admin.visit import Visit
from core.details import editing, services
from core.details.models import CategoryQuestion
from core.details.queries import question_by_id, stoppers_of
from core.emergencies.queries import confirmed
from core.tickets.models import Category


class ChangedQuestion(Form):
    """Choices stand one to a line."""

    wording: Line
    wording_en: Line = ""
    choices: Words = ""
    required: bool = False


class NewQuestion(ChangedQuestion):
    kind: Line


class Stopper(Form):
    """Without words nobody is stopped."""

    choice: Line
    stop: Words = ""
    stop_en: Words = ""
    stop_number: Choice = None


async def ask(visit: Visit) -> web.Response:
    form: NewQuestion = visit.form
    category = await visit.session.get(Category, visit.id)
    if category is None or category.closed_at is not None:
        raise web.HTTPNotFound
    await services.add_question(
        visit.session,
        category,
        kind=form.kind,
        wording=form.wording,
        wording_en=form.wording_en,
        choices=form.choices.splitlines(),
        required=form.required,
        by=visit.actor,
        now=visit.now,
    )
    return visit.to(f"/kategori/{category.id}", said="saved")


async def show(visit: Visit) -> web.Response:
    question = await _question(visit)
    return visit.page(
        "categories/question.html",
        question=question,
        stoppers=await stoppers_of(visit.session, question),
        numbers=await confirmed(visit.session),
    )


async def change(visit: Visit) -> web.Response:
    form: ChangedQuestion = visit.form
    question = await _question(visit)
    await editing.change_question(
        visit.session,
        question,
        wording=form.wording,
        wording_en=form.wording_en,
        choices=form.choices.splitlines(),
        required=form.required,
        by=visit.actor,
        now=visit.now,
    )
    return visit.to(f"/kategori/{question.category_id}", said="saved")


async def move_up(visit: Visit) -> web.Response:
    question = await _question(visit)
    await editing.move_up(visit.session, question, by=visit.actor, now=visit.now)
    return visit.to(f"/kategori/{question.category_id}", said="saved")


async def stop(visit: Visit) -> web.Response:
    form: Stopper = visit.form
    question = await _question(visit)
    await editing.set_stopper(
        visit.session,
        question,
        form.choice,
        words=form.stop,
        words_en=form.stop_en,
        number=form.stop_number,
        by=visit.actor,
        now=visit.now,
    )
    return visit.to(f"/pertanyaan/{question.id}", said="saved")


async def close(visit: Visit) -> web.Response:
    question = await _question(visit)
    await services.close_question(visit.session, question, by=visit.actor, now=visit.now)
    return visit.to(f"/kategori/{question.category_id}", said="closed")


async def _question(visit: Visit) -> CategoryQuestion:
    question = await question_by_id(visit.session, visit.id)
    if question is None:
        raise web.HTTPNotFound
    return question
