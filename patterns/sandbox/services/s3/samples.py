"""Arguments of calls to Amazon S3, by parameter, for tests of what the calls need of IAM."""

from __future__ import annotations

from collections.abc import Mapping

SAMPLES: Mapping[str, str] = {
    "Bucket": "notes",
    "CopySource": "notes/a",
}
