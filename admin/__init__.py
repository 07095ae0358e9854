"""The web panel: pages for the office, rendered on the server, without a line of JavaScript."""
