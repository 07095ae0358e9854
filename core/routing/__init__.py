"""What a first message is, and whose work it will be."""
