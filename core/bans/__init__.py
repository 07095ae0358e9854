"""Limits against floods and abuse; none of them keeps back an emergency."""
