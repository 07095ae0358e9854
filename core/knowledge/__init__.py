"""What the office answers by itself, and what people asked."""
