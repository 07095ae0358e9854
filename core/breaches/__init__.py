"""When the protection of personal data failed: what happened, whom it concerns, who was told."""
