"""Harbour, a made-up platform: its people post, chat, search and upload over the real API, and it obeys."""

from lapwing.service.demo.harbour.day import Day, Pace
from lapwing.service.demo.harbour.running import Berth, run

__all__ = ["Berth", "Day", "Pace", "run"]
