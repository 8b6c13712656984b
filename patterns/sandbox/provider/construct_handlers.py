"""Custom resources of the AWS Solutions Constructs, whose functions are in JavaScript: done in their stead.

https://github.com/awslabs/aws-solutions-constructs/tree/main/source/patterns/%40aws-solutions-constructs/resources/lib
When one is done in its function's stead is decided in `cdk_handlers`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from patterns.sandbox.core.account import Account

Properties = Mapping[str, Any]
Handler = Callable[[Account, str, Properties, Properties], Mapping[str, Any]]
"""From the kind of request, the properties and the old ones to the data that is answered."""

GRANT = "Grant-CloudFront-Distribution-Key-Usage"
MAY = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]


def _write_template(account: Account, kind: str, properties: Properties, old: Properties) -> Mapping[str, Any]:
    """Put a copy of a template with values in the place of names beside it; its key is drawn from what it holds."""
    if kind == "Delete":
        return {}
    s3 = account.administrator("s3")
    place = {"Bucket": properties["TemplateInputBucket"], "Key": properties["TemplateInputKey"]}
    text = s3.get_object(**place)["Body"].read().decode()
    for each in json.loads(properties["TemplateValues"])["templateValues"]:
        text = re.sub(rf"\b{re.escape(each['id'])}\b", each["value"].replace("\\", r"\\"), text)
    key = hashlib.sha256(text.encode()).hexdigest()
    s3.put_object(Bucket=properties["TemplateOutputBucket"], Key=key, Body=text.encode())
    return {"TemplateOutputKey": key}


def _let_cloudfront_use(account: Account, kind: str, properties: Properties, old: Properties) -> Mapping[str, Any]:
    """Add a statement for a distribution to the policy of a customer's own key; it stays when the resource goes."""
    kms, key = account.administrator("kms"), properties["KmsKeyId"]
    if kind == "Delete" or kms.describe_key(KeyId=key)["KeyMetadata"]["KeyManager"] == "AWS":
        return {}
    owner = properties["AccountId"]
    source = f"arn:aws:cloudfront::{owner}:distribution/{properties['CloudFrontDistributionId']}"
    statement = {
        "Sid": GRANT, "Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"}, "Action": MAY,
        "Resource": f"arn:aws:kms:{account.region}:{owner}:key/{key}",
        "Condition": {"StringEquals": {"AWS:SourceArn": source}},
    }  # fmt: skip
    policy = json.loads(kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"])
    policy["Statement"] = [*(each for each in policy["Statement"] if each.get("Sid") != GRANT), statement]
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=json.dumps(policy))
    return {}


HANDLERS: Mapping[str, Handler] = {
    "Custom::TemplateWriter": _write_template,
    "Custom::KmsKeyPolicyUpdater": _let_cloudfront_use,
}
