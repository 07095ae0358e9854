"""The text engine: pure functions from what people write to what it is about."""
