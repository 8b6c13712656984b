"""Amazon S3."""

from patterns.sandbox.core.names import Names

NAMES = Names(
    cloudformation="S3",
    boto3="s3",
    moto="s3",
    arn="s3",
    aliases=("s3bucket_path",),
    names_in_host=True,
    everywhere=True,
)
