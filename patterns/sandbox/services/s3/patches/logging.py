"""What moto's S3 keeps of log delivery and does not report: the form of the keys, and all that an ACL grants."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.simulator.responses import completed


def apply() -> None:
    """Report `TargetObjectKeyFormat`, and each permission of a grant, of which moto tells the first only."""
    from moto.s3.models import FakeAcl, FakeGrant
    from moto.s3.responses import S3Response

    told, made = S3Response.get_bucket_logging, FakeAcl.__init__

    def make(self: Any, grants: list[Any] | None = None) -> None:
        each = [FakeGrant(grant.grantees, [permission]) for grant in grants or [] for permission in grant.permissions]
        made(self, grants=each)

    def get_bucket_logging(self: Any) -> Any:
        logging = self.backend.get_bucket_logging(self.bucket_name)
        form = {name: given or {} for name, given in (logging.get("TargetObjectKeyFormat") or {}).items()}

        def complete(result: dict[str, Any]) -> None:
            if form:
                result["LoggingEnabled"]["TargetObjectKeyFormat"] = form

        with completed(self, complete):
            return told(self)

    FakeAcl.__init__ = make
    S3Response.get_bucket_logging = get_bucket_logging
