"""Replies an office writes often: texts with variables, chosen in chat and changed there."""
