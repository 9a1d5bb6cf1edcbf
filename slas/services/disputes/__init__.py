"""Contesting a verdict, and settling it."""
