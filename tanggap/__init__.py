"""The front door: command line, wiring, demo."""
