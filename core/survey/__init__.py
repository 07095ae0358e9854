"""Survei Kepuasan Masyarakat (SKM): nine questions, anonymous by construction."""
