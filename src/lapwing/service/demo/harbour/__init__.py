"""Harbour, a made-up platform: its people post, chat, search and upload through the real API, and it obeys."""
