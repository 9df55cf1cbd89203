"""Signals, matches and context become a Decision with reasons."""
