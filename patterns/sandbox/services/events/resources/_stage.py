"""What examples stand on that name a resource of this service; `tools.stage` makes it."""

from __future__ import annotations

STAGE = {"bus": {"Type": "AWS::Events::EventBus", "Properties": {"Name": "stage"}}}
