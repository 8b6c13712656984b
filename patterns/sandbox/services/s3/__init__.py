"""Amazon S3."""

from patterns.sandbox.core.names import Names

UNKNOWN_UPLOAD = "The specified upload does not exist. The upload ID may be invalid."
"""https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"""

NAMES = Names(
    cloudformation="S3",
    boto3="s3",
    moto="s3",
    arn="s3",
    aliases=("s3bucket_path",),
    names_in_host=True,
    everywhere=True,
    unknown={"UploadId": ("NoSuchUpload", UNKNOWN_UPLOAD)},
)
