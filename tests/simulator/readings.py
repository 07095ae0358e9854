"""Two readings of the Bot API that are not the simulator's: aiogram's and PTB's."""

import json
from typing import Any

import aiogram.methods
import telegram
from aiogram.types import Update
from pydantic import TypeAdapter

FILES = ("photo", "document", "voice", "video", "audio", "animation", "sticker")


def check_update(body: dict[str, Any]) -> None:
    """Both libraries understand the update, and know every field of it."""
    text = json.dumps(body)
    update = Update.model_validate(json.loads(text))
    unknown = _unknown(update)
    assert not unknown, f"aiogram does not know {unknown}"
    parsed = telegram.Update.de_json(json.loads(text), None)
    assert not parsed.api_kwargs


def _unknown(model: Any, path: str = "update") -> list[str]:
    """Fields that aiogram kept without knowing them."""
    found = [f"{path}.{name}" for name in getattr(model, "model_extra", None) or {}]
    for name in getattr(type(model), "model_fields", {}):
        value = getattr(model, name)
        for part in value if isinstance(value, list) else [value]:
            found += _unknown(part, f"{path}.{name}") if hasattr(part, "model_extra") else []
    return found


def check_effect(method: str, params: dict[str, Any], result: Any) -> None:
    """aiogram knows every parameter of the call, and reads its result as it should be."""
    name = next(n for n in aiogram.methods.__all__ if n.lower() == method.lower())
    model = getattr(aiogram.methods, name)
    given = {key: _decoded(value) for key, value in params.items()}
    for field in FILES:
        if field in model.model_fields:
            given.setdefault(field, "attach://file")
    assert given.keys() <= model.model_fields.keys(), f"{name} has no such parameter"
    model.model_validate(given)
    TypeAdapter(model.__returning__).validate_python(json.loads(json.dumps(result)))


def _decoded(value: Any) -> Any:
    structured = isinstance(value, str) and value[:1] in ("{", "[")
    return json.loads(value) if structured else value
