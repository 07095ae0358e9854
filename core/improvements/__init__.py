"""Perbaikan: what an office mends for good where reports repeat, and what citizens suggest."""
