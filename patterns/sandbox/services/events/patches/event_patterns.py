"""Has moto's EventBridge refuse what is no event pattern when it is given, and answer `TestEventPattern`."""

from __future__ import annotations

import json
from typing import Any

from patterns.refusals.events.event_patterns import parsed
from patterns.sandbox.services.events.patterns import matches


def apply() -> None:
    """Read every pattern by the rules of EventBridge's own matcher."""
    from moto.events.exceptions import InvalidEventPatternException
    from moto.events.models import EventPatternParser
    from moto.events.responses import EventsHandler

    def parse(self: Any) -> dict[str, Any]:
        try:
            return parsed(self.pattern) if self.pattern else {}
        except ValueError as error:
            raise InvalidEventPatternException(reason=str(error)) from None

    def test_event_pattern(self: Any) -> str:
        pattern = EventPatternParser(self._get_param("EventPattern")).parse()
        return json.dumps({"Result": matches(pattern, _event(self._get_param("Event")))})

    EventPatternParser.parse = parse
    EventsHandler.test_event_pattern = test_event_pattern


REQUIRED = "id", "account", "source", "time", "region", "resources", "detail-type"
"""https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html"""


def _event(text: str) -> dict[str, Any]:
    """The event to try. Raises moto's refusal for what is none."""
    from moto.core.exceptions import JsonRESTError

    try:
        event = json.loads(text)
    except (ValueError, RecursionError):
        event = None
    if not isinstance(event, dict):
        raise JsonRESTError("ValidationException", "Parameter Event is not valid. Reason: Event is not a JSON object.")
    missing = [name for name in REQUIRED if name not in event]
    if missing:
        raise JsonRESTError("ValidationException", f"Parameter Event is not valid. Reason: {missing[0]} is missing.")
    return event
