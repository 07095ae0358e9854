"""Killing the service at random while it works, and counting what became of every update."""
