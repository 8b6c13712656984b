"""What examples stand on that name a resource of this service; `tools.stage` makes it."""

from __future__ import annotations

STAGE = {
    "key": {"Type": "AWS::KMS::Key"},
    "other_key": {"Type": "AWS::KMS::Key"},
}
