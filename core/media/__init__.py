"""Files people send, made safe to keep: what they are, and what is hidden in them taken out."""
