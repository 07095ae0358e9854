"""What the chat page says of events in a chat, in Indonesian and English."""

TEXTS = {
    "id": {
        "new_chat_members": "{who} bergabung ke grup",
        "left_chat_member": "{who} keluar dari grup",
        "migrate_to_chat_id": "Grup ini menjadi supergrup",
        "migrate_from_chat_id": "Supergrup dimulai",
        "pinned_message": "{who} menyematkan sebuah pesan",
    },
    "en": {
        "new_chat_members": "{who} joined the group",
        "left_chat_member": "{who} left the group",
        "migrate_to_chat_id": "This group became a supergroup",
        "migrate_from_chat_id": "The supergroup begins",
        "pinned_message": "{who} pinned a message",
    },
}


def say(key: str, language: str | None, who: str) -> str:
    """A line in the viewer's language; Indonesian unless they use English."""
    return TEXTS["en" if (language or "").startswith("en") else "id"][key].format(who=who)
