"""What examples stand on that name a resource of this service; `tools.stage` makes it."""

from __future__ import annotations

STAGE = {
    "bucket": {"Type": "AWS::S3::Bucket"},
    "other_bucket": {"Type": "AWS::S3::Bucket"},
    "versioned_bucket": {"Type": "AWS::S3::Bucket", "Properties": {"VersioningConfiguration": {"Status": "Enabled"}}},
}
