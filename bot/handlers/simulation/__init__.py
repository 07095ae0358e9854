"""Simulations: talks with an invented citizen, to practise in."""

from bot.handlers.simulation import playing
from bot.handlers.simulation.choosing import simulation

__all__ = ["playing", "simulation"]
