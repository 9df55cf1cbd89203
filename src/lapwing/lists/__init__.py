"""Signals become matches: reference lists, their sources, versions, tiers and index."""
