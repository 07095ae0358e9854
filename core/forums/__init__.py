"""Asking citizens: topics of a unit, what they propose to them, and what was decided of it."""
