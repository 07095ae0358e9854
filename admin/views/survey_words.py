"""How the survey words its questions, and by what it grades."""

from datetime import date
from decimal import Decimal, InvalidOperation

from aiohttp import web

from admin.forms import Form, Line, Words
from admin.visit import Visit
from core.errors import Refused
from core.i18n import Text, plain_text
from core.survey import editing, queries, wording
from core.survey.once import today
from core.survey.rules import ANSWERS


class Worded(Form):
    """Answers stand one to a line, the worst first; `since` is the first day of a month."""

    element_name: Line
    element_name_en: Line = ""
    element_question: Line
    element_question_en: Line = ""
    answers: Words
    answers_en: Words = ""
    source: Line
    since: Line


class Graded(Form):
    """The least index of each grade, such as 88,31."""

    least_a: Line
    least_b: Line
    least_c: Line
    least_d: Line
    source: Line
    provision: Line = ""
    address: Line = ""
    looked_up: bool = False
    since: Line


async def index(visit: Visit) -> web.Response:
    on = today(visit.session, visit.now)
    known = await queries.wordings(visit.session, on)
    codes = await queries.elements(visit.session)
    named = [(code, wording.name(known, code, visit.language)) for code in codes]
    return visit.page("survey/words.html", named=named, known=known)


async def show(visit: Visit) -> web.Response:
    code = await _code(visit)
    on = today(visit.session, visit.now)
    known = await queries.wordings(visit.session, on)
    return visit.page(
        "survey/word.html",
        code=code,
        name=wording.name(known, code, visit.language),
        now_said=_said(known, code),
        history=await queries.every_wording(visit.session, code),
        months=await editing.months(visit.session, now=visit.now),
    )


def _said(known: wording.Wordings, code: str) -> dict[str, str]:
    """The words that hold, in both languages, as they stand in the form."""
    found: dict[str, str] = {}
    for language, end in (("id", ""), ("en", "_en")):
        answers = [wording.answer(known, code, n, language) for n in ANSWERS]
        found |= {
            f"element_name{end}": plain_text(wording.name(known, code, language), language),
            f"element_question{end}": plain_text(wording.question(known, code, language), language),
            f"answers{end}": "\n".join(plain_text(one, language) for one in answers),
        }
    return found


async def change(visit: Visit) -> web.Response:
    form: Worded = visit.form
    code = await _code(visit)
    await editing.reword(
        visit.session,
        code,
        _since(form.since),
        name=form.element_name,
        name_en=form.element_name_en,
        question=form.element_question,
        question_en=form.element_question_en,
        answers=form.answers.splitlines(),
        answers_en=form.answers_en.splitlines(),
        source=form.source,
        by=visit.actor,
        now=visit.now,
    )
    return visit.to(f"/survei/pertanyaan/{code}", said="saved")


async def grade(visit: Visit) -> web.Response:
    form: Graded = visit.form
    typed = (form.least_a, form.least_b, form.least_c, form.least_d)
    least = dict(zip(editing.GRADES, map(_index, typed), strict=True))
    await editing.regrade(
        visit.session,
        least,
        _since(form.since),
        source=form.source,
        article=form.provision,
        address=form.address,
        checked_by=visit.account.full_name if form.looked_up else None,
        by=visit.actor,
        now=visit.now,
    )
    return visit.to("/survei/standar", said="saved")


def _index(typed: str) -> Decimal:
    try:
        return Decimal(typed.replace(",", "."))
    except InvalidOperation:
        raise Refused("survey.refused.bands") from None


def _since(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Refused("panel.refused.field", field=Text("panel.field.since")) from None


async def _code(visit: Visit) -> str:
    code = visit.request.match_info["element"]
    if code not in await queries.elements(visit.session):
        raise web.HTTPNotFound
    return code
