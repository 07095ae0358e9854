"""Lessons of a minute for staff: a tip, a quiz on it, and why now."""
