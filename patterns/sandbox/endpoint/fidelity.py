"""How the account on a port answers as AWS does, and how it does not."""

from __future__ import annotations

from patterns.sandbox.core.fidelity_entries import SIMPLIFIED, Behaviour, Limit

BEHAVIOURS = (
    Behaviour(
        "On a port, a request is verified against the secret of its access key, and refused in the protocol of its "
        "service; how old a signature is, is not asked, and Version 4A is not read.",
        SIMPLIFIED,
        "/IAM/latest/UserGuide/reference_sigv-create-signed-request.html",
        """
        with aws.endpoint() as url:
            here = {"endpoint_url": url, "aws_access_key_id": "test"}
            right = aws.client("sts", **here, aws_secret_access_key="test").get_caller_identity()["Account"]
            wrong = attempt(aws.client("sts", **here, aws_secret_access_key="guessed").get_caller_identity).code
        right, wrong
        """,
    ),
)

LIMITS = (
    Limit(
        "A request is answered after the one before it, whichever program sends it; only reading them goes on side by "
        "side. A body has at most 256 MB.",
        "from patterns.sandbox.endpoint.received import LONGEST_BODY\nLONGEST_BODY",
    ),
    Limit(
        "Addresses of API Gateway's stages, of functions and of load balancers are not answered on the port.",
        """
        import urllib.request
        from urllib.error import HTTPError

        with aws.endpoint() as url:
            asked = urllib.request.Request(url, headers={"Host": "abc.lambda-url.us-east-1.localhost"})
            try:
                urllib.request.urlopen(asked)
            except HTTPError as error:
                answered = error.code
        answered
        """,
    ),
    Limit(
        "An account on a port is gone when it ends: nothing keeps it over a restart.",
        "hasattr(aws, 'save')",
    ),
)
