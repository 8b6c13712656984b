"""Which bucket policies S3 calls public, for the naive evaluator.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
"""

import ipaddress

FIXED_KEYS = {
    "aws:sourcearn",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:sourceowner",
    "aws:sourceaccount",
    "aws:userid",
    "aws:principalorgid",
    "aws:principalarn",
    "aws:principalaccount",
    "s3:dataaccesspointaccount",
    "s3:dataaccesspointarn",
}
EQUALITY = {"StringEquals", "StringLike", "StringEqualsIgnoreCase", "ArnEquals", "ArnLike"}


def is_public(statements):
    """One statement that lets anybody in makes the whole policy public."""
    return any(lets_anybody_in(statement) for statement in statements)


def lets_anybody_in(statement):
    if statement["Effect"] != "Allow":
        return False
    principal = statement.get("Principal", "*")
    names = [principal] if isinstance(principal, str) else principal.get("AWS", [])
    if "*" not in ([names] if isinstance(names, str) else names):
        return False
    return not any(
        is_fixed(operator, key.lower(), values)
        for operator, keys in statement.get("Condition", {}).items()
        for key, values in keys.items()
    )


def is_fixed(operator, key, values):
    """Whether a condition ties the statement to fixed values: no wildcard, variable or range as wide as the world."""
    values = [str(value) for value in (values if isinstance(values, list | tuple) else [values])]
    operator = operator.removeprefix("ForAnyValue:")  # false without the key, as the operator alone
    if operator == "IpAddress" and key == "aws:sourceip":
        return all(is_narrow(value) for value in values)
    return operator in EQUALITY and key in FIXED_KEYS and not any("*" in v or "?" in v or "$" in v for v in values)


def is_narrow(value):
    network = ipaddress.ip_network(value, strict=False)
    return network.prefixlen >= (8 if network.version == 4 else 32)
