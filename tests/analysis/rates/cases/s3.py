"""What the price page names of what `rates/s3.py` has rules for; its bills by hand stand in `test_s3.py`."""

from __future__ import annotations

from tests.analysis.rates.billed import Billed

BILLED: Billed = {
    "AWS::S3::Bucket": {
        "storage": "storage",
        "cheaper classes": "storage, Glacier Deep Archive",
        "PUT and LIST": "writes",
        "GET": "reads",
        "lifecycle transitions": "moves to",
        "retrieval": "reads from",
        "monitoring": "watched",
        "KMS": "KMS",
        "transfer out": "downloads",
        "replication, analytics, inventory, acceleration": "extras",
        "tags, batch": "tags",
    },
}
