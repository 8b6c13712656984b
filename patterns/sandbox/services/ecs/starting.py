"""Why a task cannot start, as far as the account shows: roles, and images of its own registries.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
Not modelled: images of other registries, which are always there; secrets, logs and ways through the network that a
start needs as well.
"""

from __future__ import annotations

import re
from typing import Any

from botocore.exceptions import ClientError

from patterns.sandbox.core.account import Account
from patterns.sandbox.delivery.roles import Roles

TASKS = "ecs-tasks.amazonaws.com"
IMAGE = re.compile(
    r"(?P<account>\d{12})\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.amazonaws\.com/"
    r"(?P<name>[^:@]+)(?::(?P<tag>[^@]+))?(?:@(?P<digest>.+))?"
)
UNTRUSTED = (
    "ECS was unable to assume the role '{}' that was provided for this task. Please verify that the role being passed "
    "has the proper trust relationship and permissions and that your IAM user has permissions to pass this role."
)
NOT_LET_IN = (
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable "
    "to retrieve ecr registry auth: service call has been retried 1 time(s): {}"
)
NOT_THERE = (
    "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref {0}: {0}: not "
    "found"
)


def failure(account: Account, definition: Any) -> str | None:
    """Why no task of a revision starts, in the words of its stopped task; None where nothing hinders it."""
    roles = account.part(Roles)
    execution = _arn(account, getattr(definition, "execution_role_arn", None))
    for role in (execution, _arn(account, getattr(definition, "task_role_arn", None))):
        if role and not roles.trusts(role, TASKS, _source(account)):
            return UNTRUSTED.format(role)
    reasons = (_unpulled(account, execution, container["image"]) for container in definition.container_definitions)
    return next((reason for reason in reasons if reason), None)


def _arn(account: Account, role: str | None) -> str | None:
    """A role by its ARN; one may be named short.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html, of a task's role
    """
    return f"arn:aws:iam::{account.account_id}:role/{role}" if role and not role.startswith("arn:") else role


def _source(account: Account) -> str:
    """For whom a task takes a role on: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html."""
    return f"arn:aws:ecs:{account.region}:{account.account_id}:*"


def _unpulled(account: Account, execution: str | None, image: str) -> str | None:
    named = IMAGE.fullmatch(image)
    if named is None or (named["account"], named["region"]) != (account.account_id, account.region):
        return None
    if execution:
        try:
            account.part(Roles).client("ecr", execution, TASKS, _source(account)).get_authorization_token()
        except ClientError as error:
            told = error.response["Error"]
            return NOT_LET_IN.format(f"{told['Code']}: {told['Message']}")
    wanted = {"imageDigest": named["digest"]} if named["digest"] else {"imageTag": named["tag"] or "latest"}
    try:
        account.observer("ecr").describe_images(repositoryName=named["name"], imageIds=[wanted])
    except ClientError:
        return NOT_THERE.format(image)
    return None
