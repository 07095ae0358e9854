"""sendPoll and stopPoll."""

from typing import Any

from simulator.call import Call
from simulator.errors import Json, bad_request
from simulator.methods import method
from simulator.methods.editing import editable, new_keyboard
from simulator.methods.sending import post
from simulator.polls import NEVER, Poll
from simulator.text import units
from simulator.words import formatted

QUESTION_LENGTH = 300
OPTION_LENGTH = 100
MOST_OPTIONS = 12
EXPLANATION_LENGTH = 200
OPEN_SECONDS = range(5, 2_628_001)


@method
def send_poll(call: Call) -> Json:
    call.writable_chat()
    options = [_option(option) for option in _options(call)]
    fields = {**_question(call), **_switches(call), **_quiz(call, len(options))}
    closes_at = _closing(call)
    number = str(call.telegram.rng.getrandbits(62))
    poll = Poll(number, fields, options, closes_at, closed=call.flag("is_closed"))
    call.telegram.polls[poll.id] = poll
    data = post(call, {"poll": poll.card})
    poll.message = call.chat().messages[data["message_id"]]
    if closes_at < NEVER:
        call.telegram.open_until.append(poll)
    return data


@method
def stop_poll(call: Call) -> Json:
    message = editable(call)
    if "poll" not in message.data:
        raise bad_request("message with poll to stop not found")
    poll = call.telegram.polls[message.data["poll"]["id"]]
    if poll.closed:
        raise bad_request("poll has already been closed")
    call.telegram.change(message, new_keyboard(call))
    poll.close(call.telegram)
    return poll.card


def _question(call: Call) -> Json:
    question, _ = formatted(call.text("question") or "", call.text("question_parse_mode"))
    if not question:
        raise bad_request("poll question must be non-empty")
    if units(question) > QUESTION_LENGTH:
        raise bad_request("poll question length must not exceed 300")
    return {"question": question}


def _options(call: Call) -> list[Any]:
    options = call.value("options")
    if not isinstance(options, list) or not options:
        raise bad_request("poll must have at least 1 option")
    if len(options) > MOST_OPTIONS:
        raise bad_request(f"poll can't have more than {MOST_OPTIONS} options")
    return options


def _option(option: Any) -> str:
    text = str(option.get("text", "") if isinstance(option, dict) else option).strip()
    if not text:
        raise bad_request("poll options must be non-empty")
    if units(text) > OPTION_LENGTH:
        raise bad_request("poll options length must not exceed 100")
    return text


def _switches(call: Call) -> Json:
    kind = call.text("type") or "regular"
    if kind not in ("regular", "quiz"):
        raise bad_request("unsupported poll type specified")
    return {
        "type": kind,
        "is_anonymous": call.flag("is_anonymous", default=True),
        "allows_multiple_answers": call.flag("allows_multiple_answers"),
        "allows_revoting": call.flag("allows_revoting", default=kind == "regular"),
        "members_only": False,
    }


def _quiz(call: Call, options: int) -> Json:
    if (call.text("type") or "regular") != "quiz":
        return {}
    single = call.number("correct_option_id")
    correct = call.numbers("correct_option_ids") or ([] if single is None else [single])
    if not correct or not all(0 <= number < options for number in correct):
        raise bad_request("wrong correct option ID specified")
    if len(correct) > 1 and not call.flag("allows_multiple_answers"):
        raise bad_request("wrong correct option ID specified")
    return {"correct_option_ids": sorted(correct), **_explanation(call)}


def _explanation(call: Call) -> Json:
    mode = call.text("explanation_parse_mode")
    text, entities = formatted(call.text("explanation") or "", mode)
    if units(text) > EXPLANATION_LENGTH or text.count("\n") > 2:
        raise bad_request("quiz explanation is too long")
    content: Json = {"explanation": text} if text else {}
    return {**content, "explanation_entities": entities} if entities else content


def _closing(call: Call) -> float:
    now = call.telegram.now().timestamp()
    period, date = call.number("open_period"), call.number("close_date")
    if period and date:
        raise bad_request("open_period and close_date can't be used together")
    seconds = period or (date - int(now) if date else None)
    if seconds is None:
        return NEVER
    if seconds not in OPEN_SECONDS:
        raise bad_request("can't specify such a time for the poll to close")
    return now + seconds
