"""LeastPrivilegePolicy: a managed policy for one folder of one bucket, and a role to try it with.

Not modelled: the bucket, which is somebody else's stack; its key, where it is encrypted with one of KMS; versions of
objects, their tags, and objects that are archived.
https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from awacs import s3 as s3_actions
from awacs import sts as sts_actions
from awacs.aws import (
    Allow,
    Bool,
    Condition,
    DateLessThan,
    IpAddress,
    Principal,
    Statement,
    StringEquals,
    StringLike,
)
from troposphere import GetAtt, Ref, Sub, iam

from patterns.parameters import Choice, Number, ParameterError, Switch, Text, Texts
from patterns.pattern import Parameter, Pattern
from patterns.recipes._policies import policy
from patterns.scope import Exports, Scope

LEVELS = {
    "read": (s3_actions.GetObject,),
    "write": (s3_actions.PutObject,),
    "abort": (s3_actions.AbortMultipartUpload,),
    "delete": (s3_actions.DeleteObject,),
}
"""What code does with objects, by statement. An upload in parts that is given up carries no header of a put, and a
listing is about the bucket.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
"""


class LeastPrivilegePolicy(Pattern):
    """A policy that allows a few actions on one folder, each under the conditions that its requests can meet."""

    title: ClassVar[str] = "Does the policy allow what you think, and nothing else?"
    pillar: ClassVar[str] = "Security"
    minutes: ClassVar[int] = 45
    path: ClassVar[str] = "Decide who may"
    after: ClassVar[tuple[str, ...]] = ("secure_bucket",)

    bucket: Annotated[
        str,
        Parameter(
            Text(
                label="Bucket", group="What", maximum=63, pattern=r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]",
                help="The one bucket the policy is about; a wildcard here would reach buckets not made yet.",
                shape="a bucket's name", examples=("my-bucket", "team-reports"),
            )
        ),
    ] = "my-bucket"  # fmt: skip
    prefix: Annotated[
        str,
        Parameter(
            Text(
                label="Folder", group="What", maximum=256, pattern=r"([A-Za-z0-9_.=-]+/)+",
                help="Keys begin with it; the slash at the end keeps reports-secret/ out of what reports/ allows.",
                shape="letters and digits, a slash at the end", examples=("reports/", "team/reports/2026/"),
            )
        ),
    ] = "reports/"  # fmt: skip
    read: Annotated[
        bool,
        Parameter(Switch(label="Read", group="May", help="GetObject; reads are billed by the request and the GB.")),
    ] = True  # fmt: skip
    list_keys: Annotated[
        bool,
        Parameter(
            Switch(
                label="List", group="May",
                help="ListBucket within the folder; without it, a missing object answers 403 instead of 404.",
            )
        ),
    ] = True  # fmt: skip
    write: Annotated[
        bool,
        Parameter(
            Switch(
                label="Write", group="May",
                help="PutObject also overwrites: without versions in the bucket, that destroys what was there.",
            )
        ),
    ] = True  # fmt: skip
    delete: Annotated[
        bool,
        Parameter(
            Switch(
                label="Delete", group="May",
                help="DeleteObject, never DeleteObjectVersion: where the bucket keeps versions, it can be undone.",
            )
        ),
    ] = False  # fmt: skip
    encryption: Annotated[
        Literal["bucket", "AES256", "aws:kms"],
        Parameter(
            Choice(
                label="Encryption header", group="Only if", needs=(("write", (True,)),),
                options={"bucket": "as the bucket has it", "AES256": "S3's keys, by name", "aws:kms": "KMS, by name"},
                help="With a header required, a put without it is refused, though S3 would have encrypted it.",
            )
        ),
    ] = "bucket"  # fmt: skip
    tls: Annotated[
        bool,
        Parameter(
            Switch(
                label="HTTPS only", group="Only if",
                help="Grants nothing to plain HTTP; only a denial in the bucket's own policy binds everybody.",
            )
        ),
    ] = True  # fmt: skip
    source: Annotated[
        Literal["anywhere", "addresses", "endpoint"],
        Parameter(
            Choice(
                label="From", group="Only if",
                options={"anywhere": "anywhere", "addresses": "your addresses", "endpoint": "a VPC endpoint"},
                help="Stolen keys are useless elsewhere; so are yours when AWS calls S3 on your behalf.",
            )
        ),
    ] = "anywhere"  # fmt: skip
    addresses: Annotated[
        tuple[str, ...],
        Parameter(
            Texts(
                label="Addresses", group="Only if", most=10, needs=(("source", ("addresses",)),),
                help="Public ranges; a request through a VPC endpoint has none of them, and is refused.",
                item=Text(
                    label="Range", help="", maximum=18,
                    pattern=r"((25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(25[0-5]|2[0-4]\d|1?\d?\d)/(3[0-2]|2\d|1[6-9])",
                    shape="a range of at most 65,536 addresses", examples=("203.0.113.0/24", "198.51.100.0/24"),
                ),
            )
        ),
    ] = ("203.0.113.0/24",)  # fmt: skip
    endpoint: Annotated[
        str,
        Parameter(
            Text(
                label="Endpoint", group="Only if", maximum=22, pattern=r"vpce-[0-9a-f]{8,17}",
                needs=(("source", ("endpoint",)),),
                help="Costs nothing for S3; a new endpoint means a new policy.",
                shape="the id of an endpoint", examples=("vpce-0a1b2c3d4e5f67890", "vpce-1a2b3c4d"),
            )
        ),
    ] = "vpce-0a1b2c3d4e5f67890"  # fmt: skip
    mfa: Annotated[
        bool,
        Parameter(
            Switch(
                label="Second factor", group="Only if",
                help="For people only: no function or instance has one, and a session without it can do nothing.",
            )
        ),
    ] = False  # fmt: skip
    expires: Annotated[
        bool,
        Parameter(
            Switch(
                label="Ends", group="Only if",
                help="Rights that expire need nobody to remember them; extending them is an update.",
            )
        ),
    ] = False  # fmt: skip
    last_day: Annotated[
        str,
        Parameter(
            Text(
                label="Last day", group="Only if", maximum=10, pattern=r"20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])",
                needs=(("expires", (True,)),), help="Allowed until this day has ended in UTC, refused afterwards.",
                shape="a day", examples=("2027-06-30", "2030-12-31"),
            )
        ),
    ] = "2027-06-30"  # fmt: skip
    session_hours: Annotated[
        int,
        Parameter(
            Number(
                label="Session", group="Role", unit="hours", minimum=1, maximum=12,
                help="The longest that keys of the role work, stolen ones too; a new session costs one call.",
            )
        ),
    ] = 1  # fmt: skip

    def require(self) -> None:
        """Refuse a policy that allows nothing, a source without an address, and a day that no calendar has."""
        if not (self.read or self.list_keys or self.write or self.delete):
            raise ParameterError("read", self.read, "leaves nothing to allow: turn on read, list_keys, write or delete")
        if not self.addresses:
            raise ParameterError("addresses", self.addresses, "names no range: name one, or choose source='anywhere'")
        try:
            date.fromisoformat(self.last_day)
        except ValueError:
            raise ParameterError(
                "last_day", self.last_day, "is a day that does not exist: write one that does"
            ) from None

    def build(self, scope: Scope) -> Exports:
        """The policy, and a role of the account that has it and nothing else."""
        made = scope.add(
            "Policy", iam.ManagedPolicy, Description=f"One folder of one bucket: {self.prefix} of {self.bucket}.",
            PolicyDocument=policy(*self._statements()),
        )  # fmt: skip
        role = scope.add(
            "Role", iam.Role, AssumeRolePolicyDocument=policy(_account_trusted()), ManagedPolicyArns=[Ref(made)],
            MaxSessionDuration=self.session_hours * 3600,
        )  # fmt: skip
        scope.output("PolicyArn", Ref(made), "ARN of the policy, to attach where it is needed.")
        scope.output("RoleArn", GetAtt(role, "Arn"), "ARN of a role that has it, to try it with.")
        return Exports(policy=made, role=role)

    def _statements(self) -> Iterator[Statement]:
        """One statement for each set of conditions: an action meets only those whose key its requests carry."""
        chosen = {"read": self.read, "write": self.write, "abort": self.write, "delete": self.delete}
        objects = Sub(f"arn:${{AWS::Partition}}:s3:::{self.bucket}/{self.prefix}*")
        for level, actions in LEVELS.items():
            if chosen[level]:
                extra = self._encrypted() if level == "write" else {}
                yield self._allowed(level.capitalize(), actions, objects, extra)
        if self.list_keys:
            # A listing is about the bucket: only its prefix says which folder it looks into.
            folder = {StringLike: {"s3:prefix": [self.prefix, f"{self.prefix}*"]}}
            bucket = Sub(f"arn:${{AWS::Partition}}:s3:::{self.bucket}")
            yield self._allowed("List", (s3_actions.ListBucket,), bucket, folder)

    def _allowed(self, sid: str, actions: Any, resource: Any, extra: Mapping[Any, dict[str, Any]]) -> Statement:
        tests: dict[Any, dict[str, Any]] = {}
        for test, keys in (*self._of_every_request(), *extra.items()):
            tests[test] = tests.get(test, {}) | keys
        limits = {"Condition": Condition([test(keys) for test, keys in tests.items()])} if tests else {}
        return Statement(Sid=sid, Effect=Allow, Action=list(actions), Resource=[resource], **limits)

    def _of_every_request(self) -> Iterator[tuple[Any, dict[str, Any]]]:
        """The conditions on keys that a request for any action carries.

        https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
        """
        if self.tls:
            yield Bool, {"aws:SecureTransport": "true"}
        if self.mfa:
            yield Bool, {"aws:MultiFactorAuthPresent": "true"}
        if self.source == "addresses":
            yield IpAddress, {"aws:SourceIp": list(self.addresses)}
        if self.source == "endpoint":
            yield StringEquals, {"aws:SourceVpce": self.endpoint}
        if self.expires:
            yield DateLessThan, {"aws:CurrentTime": _day_after(self.last_day)}

    def _encrypted(self) -> Mapping[Any, dict[str, Any]]:
        if self.encryption == "bucket":
            return {}
        return {StringEquals: {"s3:x-amz-server-side-encryption": self.encryption}}


def _day_after(day: str) -> str:
    return f"{date.fromordinal(date.fromisoformat(day).toordinal() + 1)}T00:00:00Z"


def _account_trusted() -> Statement:
    """Whoever of the account has a policy that lets them take the role on."""
    account = Sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root")
    return Statement(Effect=Allow, Principal=Principal("AWS", account), Action=[sts_actions.AssumeRole])
