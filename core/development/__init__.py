"""Where service falls short: gaps found in real cases, and the plans that close them."""
