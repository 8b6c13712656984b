"""What is different about faults that are injected."""

from __future__ import annotations

from patterns.sandbox.core.fidelity_entries import Limit

LIMITS = (
    Limit(
        "The time a fault adds passes before a request is answered, however long: an SDK gives up after a minute.",
        """
        before = aws.clock.now
        s3.list_buckets()
        with aws.faults.latency("s3", seconds=600):
            s3.list_buckets()
        str(aws.clock.now - before)
        """,
    ),
)
