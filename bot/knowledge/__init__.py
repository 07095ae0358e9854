"""What the bot ships knowing: content files and their loader."""
