"""What is measured goes to the account's own store: moto keeps none of it."""

from __future__ import annotations

from patterns.sandbox.core.account import Account
from patterns.sandbox.services.cloudwatch.metrics import Metrics
from patterns.sandbox.services.cloudwatch.patches import metrics


def install(account: Account) -> None:
    """Let the account's store keep what is put and tell what is asked, as long as the account lives."""
    account.ending.callback(metrics.attend(account.part(Metrics)))
