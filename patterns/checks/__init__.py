"""One rule per module: its facts, and where a template breaks it, in one folder per service or subject.

A folder is named as boto3 names the client, and its `PREFIX` begins the id of each of its rules: S3-004 is in `s3`.
What no single service stands for has a name of its own, such as `tags`. Found by `patterns.catalogue`.
"""
