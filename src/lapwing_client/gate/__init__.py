"""The upload gate: what people send reaches the platform's code once Lapwing has answered for it."""

from lapwing_client.gate.gate import Gate
from lapwing_client.gate.passed import Passed
from lapwing_client.gate.rules import Elsewhere, GateLimits, GateRule

__all__ = ["Elsewhere", "Gate", "GateLimits", "GateRule", "Passed"]
