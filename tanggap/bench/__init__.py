"""What things cost, measured beside something known in the same run."""
