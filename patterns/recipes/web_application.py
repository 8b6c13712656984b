"""WebApplication: the patterns so far as one stack: network, service, data under a key, login, dependency, tags.

Not modelled: the application, whose environment says where everything is, and which may use exactly that.
https://docs.aws.amazon.com/wellarchitected/latest/framework/welcome.html
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, ClassVar, Literal

from awacs import kms as kms_actions
from awacs import s3 as s3_actions
from awacs import sqs as sqs_actions
from awacs import states as states_actions
from troposphere import AWSObject, GetAtt, Ref, Sub, iam, secretsmanager

from patterns.parameters import Switch
from patterns.pattern import Parameter, Pattern
from patterns.recipes._policies import allowed, policy
from patterns.recipes.circuit_breaker import CircuitBreaker
from patterns.recipes.database_secret import DatabaseSecret, others_denied
from patterns.recipes.encryption_key import EncryptionKey
from patterns.recipes.multi_az_service import MultiAzService
from patterns.recipes.resource_tags import ResourceTags
from patterns.scope import Exports, Scope

OF_SERVICE = MultiAzService.parameters()


class WebApplication(Pattern):
    """A web application of six patterns in one stack: what each part costs, and what stops without it."""

    title: ClassVar[str] = "What does it all cost together, and what breaks when each part fails?"
    pillar: ClassVar[str] = "Reliability"
    minutes: ClassVar[int] = 40
    path: ClassVar[str] = "Stay up"
    after: ClassVar[tuple[str, ...]] = ("multi_az_service", "circuit_breaker", "database_secret", "encryption_key")

    zone_count: Annotated[int, Parameter(OF_SERVICE["zone_count"])] = 3
    nat: Annotated[Literal["one", "per_zone", "regional"], Parameter(OF_SERVICE["nat"])] = "per_zone"
    capacity: Annotated[int, Parameter(OF_SERVICE["capacity"])] = 6
    instance_type: Annotated[
        Literal["t4g.small", "t4g.medium", "m7g.medium", "m7g.large"], Parameter(OF_SERVICE["instance_type"])
    ] = "m7g.medium"
    domain: Annotated[str, Parameter(replace(OF_SERVICE["domain"], needs=()))] = "shop.example.com"
    standbys: Annotated[
        bool,
        Parameter(
            Switch(
                label="Database and cache in two zones", group="Zones",
                help="Doubles their price; without it, a lost zone may take all data with it while it is away.",
            )
        ),
    ] = True  # fmt: skip
    breaker: Annotated[
        bool,
        Parameter(
            Switch(
                label="Breaker", group="Dependency",
                help="A table and a function that remember failures; without them callers wait for a sick service.",
            )
        ),
    ] = True  # fmt: skip
    rotation: Annotated[
        bool,
        Parameter(
            Switch(
                label="Rotation", group="Login",
                help="A function renews the password each month; without it, a leaked one opens the database for ever.",
            )
        ),
    ] = True  # fmt: skip
    evening: Annotated[
        bool,
        Parameter(
            Switch(
                label="Off at night", group="Account",
                help="Stops what is tagged for it in the whole account, except in groups; otherwise nights cost.",
            )
        ),
    ] = True  # fmt: skip
    deletion_protection: Annotated[bool, Parameter(OF_SERVICE["deletion_protection"])] = True
    retain: Annotated[
        bool,
        Parameter(
            Switch(
                label="Keep on stack deletion", group="Protection",
                help="Key, bucket and login outlive their stack, and so do their bills; without it, the data goes too.",
            )
        ),
    ] = True  # fmt: skip

    @property
    def service(self) -> MultiAzService:
        """The service in the middle of it."""
        return MultiAzService(
            zone_count=self.zone_count, nat=self.nat, capacity=self.capacity, instance_type=self.instance_type,
            cpu_target=50 if self.zone_count == 2 else 60, domain=self.domain, database_standby=self.standbys,
            cache_standby=self.standbys, deletion_protection=self.deletion_protection,
        )  # fmt: skip

    def build(self, scope: Scope) -> Exports:
        """The parts, each under its own prefix, and what joins them."""
        data = scope.include("Data", EncryptionKey(retain=self.retain))
        # The policy that names the readers is the application's, whose instances are among them.
        login = scope.include(
            "Login", DatabaseSecret(readers_only=False, rotation=self.rotation, retain=self.retain)
        )  # fmt: skip
        payment = scope.include("Payment", CircuitBreaker(breaker=self.breaker))
        told = {"BUCKET": Ref(data.store_bucket), "QUEUE": Ref(data.queue), "PAYMENT": Ref(payment.machine)}
        service = scope.include("Service", self.service, login=login.secret, told=told)
        tags = scope.include("Tags", ResourceTags(shutdown=self.evening), with_examples=False)
        parts = {"data": data, "login": login, "payment": payment, "service": service, "tags": tags}
        made = {f"{part}_{name}": one for part, exports in parts.items() for name, one in exports.items()}
        return Exports(**made, **_joined(scope, data, login, payment, service))


def _joined(
    scope: Scope, data: Exports, login: Exports, payment: Exports, service: Exports
) -> dict[str, AWSObject]:  # fmt: skip
    """What lets the parts work together: where the database is, who reads the login, what instances may use."""
    attachment = scope.add(
        "LoginAttachment", secretsmanager.SecretTargetAttachment, SecretId=Ref(login.secret),
        TargetId=Ref(service.database), TargetType="AWS::RDS::DBInstance",
    )  # fmt: skip
    readers = [service.instance_role, login.reader_role, *([login.rotation_role] if "rotation_role" in login else [])]
    closed = scope.add(
        "LoginPolicy", secretsmanager.ResourcePolicy, SecretId=Ref(login.secret),
        # Once it is in force, the deploying role can no longer read the login, which attaching has to do.
        DependsOn=attachment.title,
        ResourcePolicy=policy(others_denied([GetAtt(role, "Arn") for role in readers])),
    )  # fmt: skip
    rights = scope.add(
        "Rights", iam.PolicyType, Roles=[Ref(service.instance_role)], PolicyName="use-the-parts",
        PolicyDocument=policy(
            allowed(
                "KeepObjects", [s3_actions.GetObject, s3_actions.PutObject, s3_actions.DeleteObject],
                Sub(f"${{{data.store_bucket.title}.Arn}}/*"),
            ),
            allowed(
                "SendAndReceive",
                [sqs_actions.SendMessage, sqs_actions.ReceiveMessage, sqs_actions.DeleteMessage],
                GetAtt(data.queue, "Arn"),
            ),
            allowed("UseKey", [kms_actions.Decrypt, kms_actions.GenerateDataKey], GetAtt(data.key, "Arn")),
            allowed("AskForPayment", [states_actions.StartExecution], Ref(payment.machine)),
        ),
    )  # fmt: skip
    return {"login_attachment": attachment, "login_policy": closed, "rights": rights}
