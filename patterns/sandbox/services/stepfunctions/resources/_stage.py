"""What examples stand on that name a resource of this service; `tools.stage` makes it."""

from __future__ import annotations

DEFINITION = '{"StartAt": "Done", "States": {"Done": {"Type": "Pass", "End": true}}}'

FILES = {"definition.json": DEFINITION.encode}
