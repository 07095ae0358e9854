"""The control API: everything a test or the chat page does to the world, as JSON over HTTP."""
