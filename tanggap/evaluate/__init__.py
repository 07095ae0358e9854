"""How good the service is on data of one's own."""
