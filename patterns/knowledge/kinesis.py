"""Amazon Kinesis Data Streams."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import About, Family, Service
from patterns.knowledge._facts import chosen, told

SERVICE = Service("Kinesis", Family.ANALYTICS)

TYPES: Mapping[str, About] = {
    "AWS::Kinesis::Stream": About(
        noun="stream",
        family=Family.ANALYTICS,
        references={"StreamEncryption.KeyId": "encrypted by"},
        facts=(
            told("ShardCount", form="{} shards"),
            chosen("StreamModeDetails", "StreamMode", value="ON_DEMAND", words="on demand"),
            told("RetentionPeriodHours", form="kept {} hours"),
        ),
        lost="the records it still holds are lost",
    ),
}
