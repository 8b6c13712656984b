"""Local files of a template, put where it says they are: what `aws cloudformation package` does beforehand."""

from __future__ import annotations

from collections.abc import Iterable

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.nested_stacks import NestedStacks
from patterns.template.packages import BUCKET, TEMPLATES, Package, address


def upload(account: Account, packages: Iterable[Package]) -> None:
    """Put packages into the account's bucket for them. Raises `TemplateError` for a file that is not there."""
    packages = list(packages)
    contents = {package.key: package.content() for package in packages}
    if not contents:
        return
    s3, bucket = account.administrator("s3"), BUCKET.format(account.account_id, account.region)
    if bucket not in {each["Name"] for each in s3.list_buckets()["Buckets"]}:
        place = {"CreateBucketConfiguration": {"LocationConstraint": account.region}}
        s3.create_bucket(Bucket=bucket, **({} if account.region == "us-east-1" else place))
    for package in packages:
        if package.place[-1] in TEMPLATES:
            account.part(NestedStacks).folders[address(bucket, package.key)] = package.file.parent
    for key, content in contents.items():
        s3.put_object(Bucket=bucket, Key=key, Body=content)
