"""ElastiCache looks at names and settings of groups before it makes them.

https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
Not here: node types and versions, of which the sandbox has no list; fail-over, which `patches` look at.
"""

from __future__ import annotations

from botocore.exceptions import ClientError

from patterns.refusals import elasticache
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call


def install(account: Account) -> None:
    """Stand before the calls that make groups of nodes and of subnets."""
    checks = {"CreateReplicationGroup": _group, "CreateCacheSubnetGroup": _subnets, "ModifyCacheSubnetGroup": _subnets}
    account.gateway.judge(account, "elasticache", checks)


def _group(account: Account, call: Call) -> None:
    for code, message in elasticache.group(call.params):
        raise Refused(code, message, 400)
    groups = call.params.get("SecurityGroupIds") or []
    try:
        account.observer("ec2").describe_security_groups(GroupIds=groups)
    except ClientError:
        told = f"Some security groups in [{', '.join(groups)}] are not there."
        raise Refused(elasticache.VALUE, told, 400) from None


def _subnets(account: Account, call: Call) -> None:
    """https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheSubnetGroup.html."""
    wanted = call.params.get("SubnetIds") or []
    if not wanted and call.operation == "CreateCacheSubnetGroup":
        raise Refused(elasticache.VALUE, "The parameter SubnetIds must be provided and must not be blank.", 400)
    try:
        account.observer("ec2").describe_subnets(SubnetIds=wanted)
    except ClientError:
        raise Refused("InvalidSubnet", f"Some input subnets in :[{', '.join(wanted)}] are invalid.", 400) from None
