"""How truth, bytes, addresses and ARNs are compared."""

from tests.iam.case_table import HERE, OPERATORS, THERE, when

TITLE = "Condition operators: booleans, bytes, addresses, ARNs"
TLS, TOKEN, ADDRESS, SOURCE = "aws:SecureTransport", "app:token", "aws:SourceIp", "aws:SourceArn"
TOPIC = f"arn:aws:sns:us-east-1:{HERE}:topic"

ROWS = {
    ("Boolean", TLS): (
        ("Bool", "true", "true", True, "holds for the same value"),
        ("Bool", "true", "false", False, "fails for the other"),
        ("Bool", "false", "false", True, "compares with false as well"),
        ("Bool", True, "true", True, "takes a JSON boolean for its word"),
        ("Bool", ["true", "false"], "false", True, "holds if any of several values is equal"),
    ),
    ("BinaryEquals", TOKEN): (
        ("BinaryEquals", "QmluYXJ5", "QmluYXJ5", True, "holds for the same bytes in base64"),
        ("BinaryEquals", "QmluYXJ5", "T3RoZXI=", False, "fails for other bytes"),
        ("BinaryEquals", ["QmluYXJ5", "T3RoZXI="], "T3RoZXI=", True, "holds if any of several values is equal"),
    ),
    ("IPAddress", ADDRESS): (
        ("IpAddress", "203.0.113.0/24", "203.0.113.77", True, "holds inside the range"),
        ("IpAddress", "203.0.113.0/24", "203.0.114.1", False, "fails outside it"),
        ("IpAddress", "203.0.113.5", "203.0.113.5", True, "takes an address without a prefix for /32"),
        ("IpAddress", "203.0.113.5", "203.0.113.6", False, "takes an address without a prefix for no other"),
        ("IpAddress", "203.0.113.128/25", "203.0.113.127", False, "understands prefixes that cut a byte"),
        ("IpAddress", "203.0.113.128/25", "203.0.113.128", True, "counts the first address in"),
        ("IpAddress", "0.0.0.0/0", "198.51.100.1", True, "holds for everything under /0"),
        ("IpAddress", "2001:DB8:1234:5678::/64", "2001:db8:1234:5678::1", True, "understands IPv6"),
        ("IpAddress", "2001:DB8:1234:5678::/64", "2001:db8:1234:5679::1", False, "fails outside an IPv6 range"),
        ("IpAddress", ["203.0.113.0/24", "2001:DB8::/32"], "2001:db8::1", True, "takes ranges of both versions"),
        ("IpAddress", "0.0.0.0/0", "2001:db8::1", False, "has no IPv6 address in an IPv4 range"),
        ("NotIpAddress", "203.0.113.0/24", "198.51.100.1", True, "holds outside the range"),
        ("NotIpAddress", "203.0.113.0/24", "203.0.113.5", False, "fails inside of it"),
        ("NotIpAddress", ["203.0.113.0/24", "198.51.100.0/24"], "198.51.100.1", False, "fails inside any of several"),
    ),
    ("ARN", SOURCE): (
        ("ArnEquals", TOPIC, TOPIC, True, "holds for the same ARN"),
        ("ArnEquals", TOPIC, f"{TOPIC}s", False, "fails for another"),
        ("ArnEquals", f"arn:aws:sns:*:{HERE}:*", TOPIC, True, "accepts wildcards, as ArnLike does"),
        ("ArnLike", f"arn:aws:sns:*:{HERE}:topic", TOPIC, True, "accepts a star in a part"),
        ("ArnLike", "arn:aws:sns:*:*:*", TOPIC, True, "accepts stars in several parts"),
        ("ArnLike", f"arn:aws:s?s:*:{HERE}:topic", TOPIC, True, "accepts a question mark"),
        ("ArnLike", f"arn:aws:sns:us-east-1:{HERE}:TOPIC", TOPIC, False, "is case-sensitive"),
        ("ArnLike", f"arn:aws:sns:us-east-1:{THERE}:*", TOPIC, False, "compares the account"),
        ("ArnLike", "arn:aws:svc:*:111122223333:finance/*",
         "arn:aws:svc:us-east-2:999999999999:store/abc:111122223333:finance/document.txt", False,
         "lets no star cross the colon between two parts"),
        ("ArnLike", f"arn:aws:sqs:us-east-1:{HERE}:*", f"arn:aws:sqs:us-east-1:{HERE}:a:b/c", True,
         "takes colons and slashes of the last part for parts of it"),
        ("ArnNotEquals", TOPIC, f"{TOPIC}s", True, "holds for another ARN"),
        ("ArnNotEquals", f"arn:aws:sns:*:{HERE}:*", TOPIC, False, "accepts wildcards, as ArnNotLike does"),
        ("ArnNotLike", f"arn:aws:sns:*:{HERE}:*", TOPIC, False, "fails where the pattern fits"),
        ("ArnNotLike", f"arn:aws:sns:*:{THERE}:*", TOPIC, True, "holds where it does not"),
        ("ArnNotLike", [f"arn:aws:sns:*:{THERE}:*", TOPIC], TOPIC, False, "fails where any of several fits"),
        ("StringLike", "arn:aws:svc:*:111122223333:finance/*",
         "arn:aws:svc:us-east-2:999999999999:store/abc:111122223333:finance/document.txt", True,
         "lets a star cross the colons that ArnLike keeps"),
    ),
}  # fmt: skip

CASES = [
    when(f"{operator} {claim}", holds, {operator: {key: wanted}}, {key: given}, page=f"{OPERATORS}#Conditions_{anchor}")
    for (anchor, key), rows in ROWS.items()
    for operator, wanted, given, holds, claim in rows
]
