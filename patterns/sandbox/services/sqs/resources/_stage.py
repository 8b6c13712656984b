"""What examples stand on that name a resource of this service; `tools.stage` makes it."""

from __future__ import annotations

STAGE = {
    "queue": {"Type": "AWS::SQS::Queue"},
    "other_queue": {"Type": "AWS::SQS::Queue"},
}
