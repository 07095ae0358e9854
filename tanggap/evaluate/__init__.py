"""How good the service is at finding answers and categories, on any data."""
