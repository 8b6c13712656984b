"""What examples stand on that name a resource of this service; `tools.stage` makes it."""

from __future__ import annotations

STAGE = {"stream_of_records": {"Type": "AWS::Kinesis::Stream", "Properties": {"ShardCount": 1}}}
