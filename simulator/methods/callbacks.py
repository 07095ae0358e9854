"""Answers to pressed buttons."""

from simulator.call import Call
from simulator.errors import bad_request
from simulator.methods import method
from simulator.text import units

ANSWER_LENGTH = 200


@method
def answer_callback_query(call: Call) -> bool:
    """Only once, and only inside the window; Telegram has one text for both refusals."""
    tap = call.telegram.taps.get(call.text("callback_query_id") or "")
    text = call.text("text") or ""
    if units(text) > ANSWER_LENGTH:
        raise bad_request("MESSAGE_TOO_LONG")
    age = call.telegram.now().timestamp() - tap.pressed_at if tap else 0.0
    if tap is None or tap.answer is not None or age > call.telegram.limits.callback_window:
        reason = "query is too old and response timeout expired or query ID is invalid"
        raise bad_request(reason)
    tap.answer = {
        "text": text,
        "show_alert": call.flag("show_alert"),
        "url": call.text("url"),
    }
    call.telegram.events.publish(
        "answer", person=tap.account.id, chat_id=tap.chat_id, callback_id=tap.id,
        message_id=tap.message_id,         answered=tap.answer,
    )  # fmt: skip
    return True
