"""Providers, found by the name of the type they make: `AWS::S3::BucketPolicy` is `s3/bucket_policy.py`."""
