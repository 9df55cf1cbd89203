"""Harbour, a made-up platform: its people post, chat, search and upload over the real API, and it obeys."""
