"""What an office may switch off, such as the forum; its data stay and come back with it."""
