"""Access that is lent for a time ends: the credentials of an assumed role, and the addresses somebody has signed.

https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html
Signatures are not checked. Not modelled: an end of what `GetSessionToken` and `GetFederationToken` give, which is the
account's own key here, and of a function's credentials, which Lambda renews.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call, Caller, Stage
from patterns.sandbox.services.iam.patches import identities

LENDS = ("AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "GetSessionToken")
LONGEST_URL = 604_800
TOO_LONG = (
    "X-Amz-Expires must be less than a week (in seconds); "
    "that is, the given X-Amz-Expires must be less than 604800 seconds"
)
"""https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html"""

EXPIRED = {
    "ec2": ("RequestExpired", "Request has expired.", 400),
    "json": ("ExpiredTokenException", "The security token included in the request is expired", 400),
    "rest-json": ("ExpiredTokenException", "The security token included in the request is expired", 403),
    "s3": ("ExpiredToken", "The provided token has expired.", 400),
}
"""By protocol, S3 apart. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html,
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html"""
OTHERWISE = ("ExpiredToken", "The security token included in the request is expired", 403)


def install(account: Account) -> None:
    """Note when credentials end, and stand before requests whose address carries their signature."""
    sessions = Sessions(account)
    for operation in LENDS:
        account.gateway.subscribe(Stage.CONSEQUENCES, sessions.lent, service="sts", operation=operation)

    def check(call: Call) -> None:
        _check_signed_address(call, account.clock.now)

    account.gateway.subscribe(Stage.AUTHORISE, check, service="s3", presigned=True)


class Sessions:
    """The credentials that have ended; requests are looked at from the first of them on."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._ended: set[str] = set()

    def lent(self, call: Call) -> None:
        """Note the end of the credentials that the call has given."""
        session = identities.latest_session(self._account.account_id)
        if call.caller is not Caller.OBSERVER and session is not None:
            access_key, ends = session
            self._account.clock.at(ends, lambda: self._end(access_key), "credentials that end")

    def _end(self, access_key: str) -> None:
        if not self._ended:
            # The first of all stages: who is not known is not asked what else is wrong.
            self._account.gateway.subscribe(Stage.FENCE, self._refuse)
        self._ended.add(access_key)

    def _refuse(self, call: Call) -> None:
        if call.access_key in self._ended:
            kind = "s3" if call.service == "s3" else call.asked.protocol
            raise Refused(*EXPIRED.get(kind, OTHERWISE))


def _check_signed_address(call: Call, now: datetime) -> None:
    given = call.request.args
    try:
        ends = _end(given)
    except (KeyError, ValueError):
        return  # no signature of S3's
    if int(given.get("X-Amz-Expires", 0)) > LONGEST_URL:
        raise Refused("AuthorizationQueryParametersError", TOO_LONG, 400)
    if now >= ends:
        raise Refused("AccessDenied", "Request has expired", 403)


def _end(given: Mapping[str, str]) -> datetime:
    """When an address ends: signed by version 4 some seconds after it was signed, by version 2 at a moment."""
    if "X-Amz-Date" in given:
        signed = datetime.strptime(given["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        return signed + timedelta(seconds=int(given["X-Amz-Expires"]))
    return datetime.fromtimestamp(int(given["Expires"]), UTC)
