"""The Telegram group of a unit: one card with how it stands, and nothing to work with."""
