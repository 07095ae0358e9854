"""News of the office for whoever asked for it: by theme and area, sent in batches, stoppable."""
