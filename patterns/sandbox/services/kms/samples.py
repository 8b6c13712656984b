"""Arguments of calls to AWS Key Management Service, by parameter, for tests of what the calls need of IAM."""

from __future__ import annotations

import json
from collections.abc import Mapping

_OWNED = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "kms:*", "Resource": "*"}],
}
"""A key's own policy must leave the key to somebody."""

SAMPLES: Mapping[str, str] = {
    "AliasName": "alias/work",
    "Policy": json.dumps(_OWNED),
}
