"""sendMessage and everything else that puts one message into a chat."""

from datetime import timedelta

from simulator.call import Call
from simulator.errors import Json, bad_request
from simulator.markup import apply, read_markup
from simulator.methods import method
from simulator.words import message_text

TYPING = timedelta(seconds=5)
ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)


def post(call: Call, content: Json) -> Json:
    """Check the rest of a sending, count it, post it."""
    chat = call.writable_chat()
    markup = read_markup(call)
    content = {**content, **replied(call)}
    if call.flag("protect_content"):
        content["has_protected_content"] = True
    call.spend(chat)
    content |= apply(chat, markup)
    message = call.telegram.post(chat, call.bot, content)
    if "keyboard" in markup or "remove_keyboard" in markup:
        call.telegram.show("keyboard", message)
    return message.data


def replied(call: Call) -> Json:
    """`{reply_to_message}` of the call's reply parameters, if any."""
    given = call.fields("reply_parameters")
    number = Call(call.telegram, call.bot, call.method, given).number("message_id")
    number = number or call.number("reply_to_message_id")
    if not number:
        return {}
    message = call.chat().messages.get(int(number))
    if message:
        data = {key: value for key, value in message.data.items() if key != "reply_to_message"}
        return {"reply_to_message": data}
    if given.get("allow_sending_without_reply") or call.flag("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


@method
def send_message(call: Call) -> Json:
    call.chat()
    return post(call, message_text(call))


@method
def send_location(call: Call) -> Json:
    latitude, longitude = call.decimal("latitude"), call.decimal("longitude")
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        raise bad_request("wrong location specified")
    return post(call, {"location": {"latitude": latitude, "longitude": longitude}})


@method
def send_venue(call: Call) -> Json:
    place = {"latitude": call.decimal("latitude"), "longitude": call.decimal("longitude")}
    title, address = call.text("title"), call.text("address")
    if None in place.values() or not title or not address:
        raise bad_request("venue must have a location, a title and an address")
    venue = {"location": place, "title": title, "address": address}
    return post(call, {"location": place, "venue": venue})


@method
def send_contact(call: Call) -> Json:
    contact = {
        key: value
        for key in ("phone_number", "first_name", "last_name")
        if (value := call.text(key))
    }
    if len(contact.keys() & {"phone_number", "first_name"}) < 2:
        raise bad_request("contact must have a phone number and a first name")
    return post(call, {"contact": contact})


@method
def send_chat_action(call: Call) -> bool:
    chat = call.writable_chat()
    if call.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.typing_until = call.telegram.now() + TYPING
    for account in chat.people.values():
        call.telegram.events.publish("typing", person=account.id, chat_id=chat.id_for(account))
    return True
