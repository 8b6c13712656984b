"""What moto's STS forgets of a session: when it was begun, its tags, its managed policies, and whether with MFA."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.services.iam.patches import identities
from patterns.sandbox.simulator import time_and_chance

ADMINISTRATOR = "administrator"
"""The user whom the account's own clients act as, and whom IAM does not list."""


LONGEST_USUAL = 43_200
"""Twelve hours: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html."""


def apply() -> None:
    """Keep with a session what it was begun with; who may begin one is not decided here."""
    from moto.sts.models import AssumedRole, STSBackend
    from moto.sts.responses import TokenResponse

    made, assume = AssumedRole.__init__, TokenResponse.assume_role
    tell, give = STSBackend.get_caller_identity, TokenResponse.get_session_token

    def get_caller_identity(self: Any, access_key_id: str, region: str) -> tuple[str, str, str]:
        """Tell of a user where moto tells of itself: the account's own clients are an administrator."""
        user_id, arn, account_id = tell(self, access_key_id, region)
        name = f"arn:{self.partition}:iam::{account_id}:user/{ADMINISTRATOR}"
        return user_id, name if arn.endswith(":user/moto") else arn, account_id

    def make(self: Any, *args: Any, **kwargs: Any) -> None:
        made(self, *args, **kwargs)
        self.patterns = {"issued": time_and_chance.now()}

    def assume_role(self: Any) -> Any:
        answer = assume(self)
        answer.result["Credentials"].patterns |= {
            "tags": {str(one["Key"]): str(one["Value"]) for one in self._get_param("Tags") or ()},
            "policies": tuple(_documents(self)),
            "with_mfa": bool(self._get_param("SerialNumber") and self._get_param("TokenCode")),
        }
        return answer

    def get_session_token(self: Any) -> Any:
        """Give a user keys of its own; moto gives everybody the same, which are the account's."""
        answer = give(self)
        holder = identities.find(self.current_account, self.get_access_key())
        if holder is not None and not holder.role_arn:
            seconds = self._get_int_param("DurationSeconds", LONGEST_USUAL)
            begun = {"issued": time_and_chance.now(), "with_mfa": bool(self._get_param("TokenCode"))}
            made = identities.lend(self.current_account, self.region, holder.arn, "session", begun, seconds)
            answer.result["Credentials"] = made
        return answer

    AssumedRole.__init__ = make
    TokenResponse.get_session_token = get_session_token
    STSBackend.get_caller_identity = get_caller_identity
    TokenResponse.assume_role = assume_role


def _documents(response: Any) -> Any:
    """The managed policies by which a session is limited, as they stand at its beginning."""
    for one in response._get_param("PolicyArns") or ():
        if text := identities.managed(response.current_account, one["arn"]):
            yield text
