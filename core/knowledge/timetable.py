"""What knowledge does by itself: answers are looked at again, and new ones begin on their day."""

from core.knowledge import editing, freshness

HANDLERS = {freshness.ASK: freshness.ask, editing.BEGIN: editing.begin}
