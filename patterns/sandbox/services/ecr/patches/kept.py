"""What moto keeps of repositories, for decisions: read each time, so nothing is remembered here."""

from __future__ import annotations

from collections.abc import Iterator

from patterns.sandbox.simulator.backends import existing, held


def policy(account_id: str, region: str, path: str) -> str | None:
    """The policy of a repository, by what follows the account in its ARN; None where it has none."""
    ecr = existing("ecr", account_id, region)
    repository = ecr.repositories.get(path.removeprefix("repository/")) if ecr else None
    return repository.policy if repository else None


def policies(account_id: str, region: str) -> Iterator[str | None]:
    """The policies of all repositories."""
    return (repository.policy for repository in held("ecr", account_id, region, "repositories"))
