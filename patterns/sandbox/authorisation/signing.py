"""Who signs a request over HTTP to an API or a function's URL, and what his policies say to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from patterns.iam import Decision, Policies, Request, evaluate
from patterns.iam.request import Value
from patterns.sandbox.authorisation.asking import at
from patterns.sandbox.authorisation.authoriser import ADMINISTRATOR, EVERYTHING, Authoriser, together
from patterns.sandbox.core.account import Account
from patterns.sandbox.delivery.http import SOURCE_IP
from patterns.sandbox.fence.environment import ACCESS_KEY
from patterns.sandbox.services.iam.patches import identities
from patterns.sandbox.services.iam.patches.identities import Carried, Holder


@dataclass(frozen=True)
class Signed:
    """A principal of the account with one of his keys."""

    account: Account = field(repr=False)
    access_key: str
    holder: Holder | None
    """Who holds the key; None for the account's own."""

    @property
    def arn(self) -> str:
        """The principal."""
        return self.holder.arn if self.holder else identities.administrator(self.account.account_id)

    @property
    def user_id(self) -> str:
        """His unique id; an account's is its number."""
        return self.holder.user_id if self.holder else self.account.account_id

    def decide(self, action: str, resource: str, policy: Any = None) -> Decision:
        """What his policies, and that of the resource, say to an action; a refusal is remembered."""
        account_id = self.account.account_id
        carried = identities.carried(account_id, self.holder) if self.holder else Carried({ADMINISTRATOR: EVERYTHING})
        context: dict[str, Value] = {**at(self.account.clock.now), "aws:SourceIp": SOURCE_IP}
        sessions = self.holder.session_policies if self.holder else ()
        asked = Request(
            principal=self.arn, action=action, resource=resource, resource_account=account_id, context=context
        )
        policies = Policies(
            identity=carried.identity, resource=policy, boundary=carried.boundary, session=together(sessions)
        )
        decision = evaluate(asked, policies)
        if not decision.allowed:
            self.account.part(Authoriser).remember(decision, "execute-api", "Invoke")
        return decision


def signer(account: Account, access_key: str = ACCESS_KEY) -> Signed:
    """Who signs with a key; the account itself with its own."""
    found = None if access_key == ACCESS_KEY else identities.find(account.account_id, access_key)
    return Signed(account, access_key, found)
