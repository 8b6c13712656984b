"""Amazon Kinesis Data Streams: known, and not simulated."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import About, Family, Service

SERVICE = Service("Kinesis", Family.ANALYTICS)

TYPES: Mapping[str, About] = {
    "AWS::Kinesis::Stream": About(noun="stream", family=Family.ANALYTICS, lost="the records it still holds are lost"),
}
