"""Digests, each of which depends on all before it: what shows that a file of progress was edited by hand.

What they cannot show: this code is open, so whoever runs it can make a file in which every digest fits. With a key
(`PATTERNS_PROGRESS_KEY`) only those who know the key can, and a reader whose own kernel seals his file can find it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from typing import Any

KEY = "PATTERNS_PROGRESS_KEY"
"""Environment variable with the key that new files are sealed with, and sealed ones are checked with."""


def key() -> str:
    """The key of this process; "" where none is given."""
    return os.environ.get(KEY, "")


def digest(before: str, fact: Any, key: str = "") -> str:
    """The digest of a fact, which JSON can carry, and of the digest before it: SHA-256, with a key HMAC-SHA-256."""
    text = json.dumps([before, fact], sort_keys=True, separators=(",", ":")).encode()
    return hmac.new(key.encode(), text, "sha256").hexdigest() if key else hashlib.sha256(text).hexdigest()
