"""What examples stand on that name a resource of this service; `tools.stage` makes it."""

from __future__ import annotations

STAGE = {
    "topic": {"Type": "AWS::SNS::Topic"},
    "other_topic": {"Type": "AWS::SNS::Topic"},
}
