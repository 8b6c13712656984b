"""The clients with which a service acts in a role of the account: trust asked first, then its temporary keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from patterns.iam.service_access import ServiceRequest, lets_service
from patterns.sandbox.core.account import Account

ASSUME = "sts:AssumeRole"
SESSION_SECONDS = 3600


class NotTrusted(Exception):
    """There is no such role, or it does not let the service take it on."""


@dataclass(frozen=True)
class _Session:
    client: Any
    ends: datetime


class Roles:
    """Clients by role and service, kept as long as their keys are good."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._sessions: dict[tuple[str, str, str], _Session] = {}

    def __repr__(self) -> str:
        return f"Roles({sorted({role for role, _, _ in self._sessions})})"

    def trusts(self, role_arn: str, service: str, source_arn: str) -> bool:
        """Whether the role is there and lets `service`, "scheduler.amazonaws.com", take it on for `source_arn`."""
        account = self._account
        try:
            role = account.observer("iam").get_role(RoleName=role_arn.rsplit("/", 1)[-1])["Role"]
        except ClientError:
            return False
        request = ServiceRequest(service, ASSUME, role_arn, source_arn, account.account_id)
        return role["Arn"] == role_arn and lets_service(role["AssumeRolePolicyDocument"], request)

    def exists(self, role_arn: str) -> bool:
        """Whether there is such a role in the account."""
        try:
            role = self._account.observer("iam").get_role(RoleName=role_arn.rsplit("/", 1)[-1])["Role"]
        except ClientError:
            return False
        return bool(role["Arn"] == role_arn)

    def client(self, name: str, role_arn: str, service: str, source_arn: str) -> Any:
        """The boto3 client `name` with the keys of the role, as `service` takes it on. Raises `NotTrusted`.

        Trust is asked for when keys are given; those at hand stay good for their time, as they do with AWS.
        """
        key, now = (name, role_arn, service), self._account.clock.now
        kept = self._sessions.get(key)
        if kept is None or kept.ends <= now:
            if not self.trusts(role_arn, service, source_arn):
                raise NotTrusted(f"{service} is not able to assume the role {role_arn}")
            kept = _Session(self._signed(name, role_arn, service), now + timedelta(seconds=SESSION_SECONDS))
            self._sessions[key] = kept
        return kept.client

    def _signed(self, name: str, role_arn: str, service: str) -> Any:
        from botocore.config import Config

        session = service.partition(".")[0]
        given = self._account.observer("sts").assume_role(
            RoleArn=role_arn, RoleSessionName=session, DurationSeconds=SESSION_SECONDS
        )["Credentials"]
        return self._account.client(
            name,
            aws_access_key_id=given["AccessKeyId"],
            aws_secret_access_key=given["SecretAccessKey"],
            aws_session_token=given["SessionToken"],
            config=Config(retries={"total_max_attempts": 1}),
        )
