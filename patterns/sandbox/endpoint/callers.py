"""Who calls by the endpoint: the secret of an access key, and the key that the account knows them by."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.endpoint.received import Received
from patterns.sandbox.endpoint.signatures import Malformed, Signature, is_genuine, signature
from patterns.sandbox.fence.environment import ACCESS_KEY, SECRET_KEY
from patterns.sandbox.services.iam.patches import identities

TEST = "test"
"""Key and secret that tools for local accounts use: here the administrator's."""
WRONG = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
    "and signing method. Consult the service documentation for details."
)
BAD_TOKEN = "The security token included in the request is invalid."


@dataclass(frozen=True)
class Keys:
    """The administrator's own keys: those of every sandbox, unless `secret` says otherwise."""

    secret: str = ""

    def secret_of(self, key: str) -> str | None:
        """The secret of an administrator's key; None for any other key."""
        if key == TEST:
            return self.secret or TEST
        return (self.secret or SECRET_KEY) if key == ACCESS_KEY else None


def signed(request: Received) -> tuple[Signature | None, Refused | None]:
    """The signature of a request, None for a visitor's, and the refusal of one that cannot be read."""
    try:
        return signature(request), None
    except Malformed as error:
        return None, Refused("IncompleteSignature", f"The signature cannot be read: {error}.", 400)


def verify(account: Account, keys: Keys, request: Received, given: Signature) -> None:
    """Raise `Refused` for a signature that is not what the holder of its key makes.

    A key that nobody has is for the gateway to refuse, in the words of its service.
    """
    secret, token = keys.secret_of(given.key), ""
    if secret is None:
        # Loads IAM and STS, where nobody has called them yet.
        account.observer("sts").get_caller_identity()
        secret, token = identities.secret(account.account_id, given.key) or (None, "")
    if secret is None:
        return
    if not is_genuine(request, given, secret):
        is_json = "json" in request.headers.get("content-type", "")
        raise Refused("InvalidSignatureException" if is_json else "SignatureDoesNotMatch", WRONG, 403)
    if token and not hmac.compare_digest(token.encode(), given.token.encode()):
        raise Refused("InvalidClientTokenId", BAD_TOKEN, 403)


def as_inside(text: str, given: Signature | None) -> str:
    """A header or address with the key by which the account knows the administrator."""
    if given is None or given.key != TEST:
        return text
    if given.expires:
        return text.replace("AWSAccessKeyId=test", f"AWSAccessKeyId={ACCESS_KEY}", 1)
    return re.sub(r"(Credential=)test(/|%2F)", rf"\g<1>{ACCESS_KEY}\g<2>", text, count=1, flags=re.IGNORECASE)
