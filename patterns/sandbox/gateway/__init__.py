"""The way of every call, from a client to moto and back: the stages it passes, and who hears of it there."""

from patterns.sandbox.gateway.calls import Call, Caller, Handler, Stage, When
from patterns.sandbox.gateway.pipeline import Gateway
from patterns.sandbox.gateway.subscriptions import Listening

__all__ = ["Call", "Caller", "Gateway", "Handler", "Listening", "Stage", "When"]
