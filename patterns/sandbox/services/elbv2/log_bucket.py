"""Whether a bucket takes the access logs of load balancers: Elastic Load Balancing tries it when they are turned on.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
The words are as in github.com/widdix/aws-cf-templates/issues/349. Not here: keys that encrypt the bucket, and accounts
of regions that are not listed, of which any other account counts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from patterns.iam.documents import each_there
from patterns.iam.service_access import ServiceRequest, lets_service
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused

SERVICES = ("logdelivery.elasticloadbalancing.amazonaws.com", "delivery.logs.amazonaws.com")
"""Who delivers the logs of application load balancers, and those of network load balancers."""
ENABLED, BUCKET, PREFIX = (f"access_logs.s3.{name}" for name in ("enabled", "bucket", "prefix"))


def refuse_closed(account: Account, region: str, attributes: Mapping[str, Any]) -> None:
    """Raise `Refused` where attributes turn logs on for a bucket that does not let them in."""
    bucket = attributes.get(BUCKET)
    if str(attributes.get(ENABLED)).lower() != "true" or not bucket:
        return
    try:
        policy = json.loads(account.observer("s3").get_bucket_policy(Bucket=bucket)["Policy"])
    except ClientError:
        policy = {}
    prefix = f"{attributes[PREFIX]}/" if attributes.get(PREFIX) else ""
    place = f"arn:aws:s3:::{bucket}/{prefix}AWSLogs/{account.account_id}/test"
    source = f"arn:aws:elasticloadbalancing:{region}:{account.account_id}:loadbalancer/"
    asked = [ServiceRequest(service, "s3:PutObject", place, source, account.account_id) for service in SERVICES]
    if not any(lets_service(_for_services(policy), one) for one in asked):
        told = f"Access Denied for bucket: {bucket}. Please check S3bucket permission"
        raise Refused("InvalidConfigurationRequest", told, 400)


def _for_services(policy: Mapping[str, Any]) -> dict[str, Any]:
    """The policy with every account that it lets in as the service: older regions deliver in an account of AWS's."""
    kept = []
    for statement in each_there(policy.get("Statement")):
        principal = statement.get("Principal")
        if isinstance(principal, Mapping) and principal.get("AWS") and statement.get("Effect") == "Allow":
            statement = {**statement, "Principal": {"Service": [*SERVICES, *each_there(principal.get("Service"))]}}
        # What a request carries, such as an access control list, is the service's own affair.
        kept.append({name: value for name, value in statement.items() if name != "Condition"})
    return {**policy, "Statement": [one for one in kept if one.get("Effect") == "Allow"]}
