"""Clips coloured as the app does, and measured one by one; a new measure is a line in measures.py."""
