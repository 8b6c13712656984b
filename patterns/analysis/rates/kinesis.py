"""Kinesis Data Streams: AWS bills shards or streams by the hour, and records; no price of them is confirmed here."""

from __future__ import annotations

from patterns.analysis.charges import Gap, Rate, Uncounted

UNCONFIRMED = "no price of Kinesis has been confirmed yet"

RATES: dict[str, Rate] = {
    "AWS::Kinesis::Stream": (
        Gap("shards, or the stream on demand, by the hour", lambda billed: UNCONFIRMED),
        Uncounted("records put and read, kept for longer than a day, or read by consumers of their own"),
    )
}
