"""DatabaseSecret: a database login that nobody chose, that is renewed automatically, and that one role may read.

Not modelled: the database. The rotation function takes the four steps against a stand-in
(`patterns/functions/secret_rotation.py`) whose two methods are where you call yours.
https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Any, ClassVar

from awacs import secretsmanager as secret_actions
from awacs import sqs as sqs_actions
from awacs.aws import Action, ArnNotEquals, Condition, Deny, Principal, Statement
from troposphere import AccountId, AWSObject, GetAtt, Ref, awslambda, secretsmanager

from patterns.parameters import Number, Switch, Text, Texts
from patterns.pattern import Parameter, Pattern
from patterns.recipes._failures import dead_letters
from patterns.recipes._functions import function
from patterns.recipes._keys import deletion, own_key
from patterns.recipes._policies import allowed, policy
from patterns.scope import Exports, Scope

UNSAFE = "\"'/@\\"
"""Characters that databases refuse, or that end a connection string too soon."""

PRINCIPAL = r"arn:aws(-[a-z]+)*:iam::[0-9]{12}:(role|user)/[A-Za-z0-9+=,.@_/-]{1,128}"


class DatabaseSecret(Pattern):
    """A login in Secrets Manager, with its rotation, and the reader that keeps it for a while."""

    title: ClassVar[str] = "Who knows the database password, and for how long?"
    pillar: ClassVar[str] = "Security"
    minutes: ClassVar[int] = 40
    path: ClassVar[str] = "Keep data safe"
    after: ClassVar[tuple[str, ...]] = ("encryption_key",)

    username: Annotated[
        str,
        Parameter(
            Text(
                label="User", group="Login", maximum=63, pattern=r"[a-z][a-z0-9_]*",
                help="Whom the application logs in as: a user of its own, so that its rights stay its own.",
                shape="small letters, digits and underscores, a letter first", examples=("orders", "app_reader"),
            )
        ),
    ] = "app"  # fmt: skip
    password_length: Annotated[
        int,
        Parameter(
            Number(
                label="Password length", group="Login", unit="characters", minimum=16, maximum=128,
                help="Nobody types it, so length is free; some databases take at most 41 characters.",
            )
        ),
    ] = 32  # fmt: skip
    punctuation: Annotated[
        bool,
        Parameter(
            Switch(
                label="Punctuation", group="Login",
                help="More to guess for the same length; off is for clients that cannot quote them. Costs nothing.",
            )
        ),
    ] = True  # fmt: skip
    rotation: Annotated[
        bool,
        Parameter(
            Switch(
                label="Rotation", group="Rotation",
                help="A function renews the password; without it, a leaked one opens the database for ever.",
            )
        ),
    ] = True  # fmt: skip
    rotation_days: Annotated[
        int,
        Parameter(
            Number(
                label="Rotated every", group="Rotation", unit="days", minimum=1, maximum=365,
                needs=(("rotation", (True,)),),
                help="The longest a leaked password works; each rotation is a few calls of a function.",
            )
        ),
    ] = 30  # fmt: skip
    readers_only: Annotated[
        bool,
        Parameter(
            Switch(
                label="Only named readers", group="Who may read",
                help="Denies the value to all other roles, administrators too; off, any broad IAM policy reads it.",
            )
        ),
    ] = True  # fmt: skip
    readers: Annotated[
        tuple[str, ...],
        Parameter(
            Texts(
                label="More readers", group="Who may read", most=10, needs=(("readers_only", (True,)),),
                help="Roles besides the reader's own that the policy leaves to IAM; each is one more to watch.",
                item=Text(
                    label="Reader", help="", pattern=PRINCIPAL, maximum=256,
                    shape="the ARN of a role or user that exists",
                    examples=(
                        "arn:aws:iam::123456789012:role/orders",
                        "arn:aws:iam::123456789012:role/on-call",
                    ),
                ),
            )
        ),
    ] = ()  # fmt: skip
    own_key: Annotated[
        bool,
        Parameter(
            Switch(
                label="Key of your own", group="Who may read",
                help="$1 a month, and a brake: disable the key and nobody reads the secret, not even the rotation.",
            )
        ),
    ] = False  # fmt: skip
    cache_seconds: Annotated[
        int,
        Parameter(
            Number(
                label="Kept by the reader", group="Reading", unit="seconds", minimum=0, maximum=3600,
                help="Reads cost $0.05 for 10,000; with a longer cache the reader sees a new password later.",
            )
        ),
    ] = 300  # fmt: skip
    replica_regions: Annotated[
        tuple[str, ...],
        Parameter(
            Texts(
                label="Replicas", group="Loss", most=5,
                help="Another region reads its own copy when this one is down, for $0.40 a month each.",
                item=Text(
                    label="Region", help="", pattern=r"[a-z]{2}(-[a-z]+)+-[0-9]", maximum=25,
                    shape="a region other than the stack's", examples=("eu-west-1", "us-west-2"),
                ),
            )
        ),
    ] = ()  # fmt: skip
    retain: Annotated[
        bool,
        Parameter(
            Switch(
                label="Keep on stack deletion", group="Loss",
                help="The login outlives its stack at $0.40 a month; without it, anyone still using it is locked out.",
            )
        ),
    ] = True  # fmt: skip

    def build(self, scope: Scope) -> Exports:
        """The secret, its reader, and where chosen its key, its rotation and the policy that names its readers."""
        made: dict[str, AWSObject] = (
            own_key(scope, "Encrypts the login of an application.", retain=self.retain) if self.own_key else {}
        )
        made["secret"] = secret = scope.add("Secret", secretsmanager.Secret, **self._secret(made))
        made |= self._reader(scope, made)
        if self.rotation:
            made |= self._rotation(scope, made)
        if self.readers_only:
            made["secret_policy"] = scope.add(
                "SecretPolicy", secretsmanager.ResourcePolicy, SecretId=Ref(secret),
                ResourcePolicy=policy(others_denied([*self._roles(made), *self.readers])),
            )  # fmt: skip
        scope.output("SecretArn", Ref(secret), "ARN of the secret, for code.")
        scope.output("ReaderName", Ref(made["reader"]), "Name of the function that reads it.")
        return Exports(**made)

    def _secret(self, made: dict[str, AWSObject]) -> dict[str, Any]:
        attributes = deletion(retain=self.retain) | {
            "Description": "Login of an application to its database.",
            "GenerateSecretString": secretsmanager.GenerateSecretString(
                SecretStringTemplate=json.dumps({"username": self.username}),
                GenerateStringKey="password",
                PasswordLength=self.password_length,
                ExcludeCharacters=UNSAFE,
                ExcludePunctuation=not self.punctuation,
            ),
        }
        if "key" in made:
            attributes["KmsKeyId"] = GetAtt(made["key"], "Arn")
        if self.replica_regions:
            replicas = [secretsmanager.ReplicaRegion(Region=region) for region in self.replica_regions]
            attributes["ReplicaRegions"] = replicas
        return attributes

    def _reader(self, scope: Scope, made: dict[str, AWSObject]) -> dict[str, AWSObject]:
        """A function that reads the secret, as an application does, and tells the names of its fields."""
        failed = dead_letters(scope)
        read = [secret_actions.GetSecretValue]
        keep = allowed("KeepFailedEvents", [sqs_actions.SendMessage], GetAtt(failed["dead_letters"], "Arn"))
        variables = {"SECRET_ARN": Ref(made["secret"]), "CACHE_SECONDS": str(self.cache_seconds)}
        reader = function(
            scope, "Reader", "secret_reader", Description="Reads the login, and keeps it for a while.",
            variables=variables, MemorySize=128, Timeout=30,
            may=[allowed("ReadSecret", read, Ref(made["secret"])), keep, *_decrypts(made, "Decrypt")],
            DeadLetterConfig=awslambda.DeadLetterConfig(TargetArn=GetAtt(failed["dead_letters"], "Arn")),
        )  # fmt: skip
        return failed | reader

    def _rotation(self, scope: Scope, made: dict[str, AWSObject]) -> dict[str, AWSObject]:
        """The function with the four steps, the leave to call it, and the schedule.

        https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html
        """
        secret = Ref(made["secret"])
        steps = [getattr(secret_actions, name) for name in STEP_ACTIONS]
        drawn = allowed("DrawPassword", [secret_actions.GetRandomPassword], "*")
        variables = {
            "PASSWORD_LENGTH": str(self.password_length),
            "EXCLUDE_CHARACTERS": UNSAFE,
            "EXCLUDE_PUNCTUATION": str(not self.punctuation).lower(),
        }
        found = function(
            scope, "Rotation", "secret_rotation", Description="Renews the login in four steps.",
            variables=variables, MemorySize=128, Timeout=30,
            may=[allowed("TakeSteps", steps, secret), drawn, *_decrypts(made, "Decrypt", "GenerateDataKey")],
        )  # fmt: skip
        permission = scope.add(
            "RotationPermission", awslambda.Permission, FunctionName=Ref(found["rotation"]),
            Action="lambda:InvokeFunction", Principal="secretsmanager.amazonaws.com", SourceAccount=AccountId,
            SourceArn=secret,
        )  # fmt: skip
        schedule = scope.add(
            "RotationSchedule", secretsmanager.RotationSchedule, SecretId=secret, DependsOn=permission,
            RotationLambdaARN=GetAtt(found["rotation"], "Arn"),
            RotationRules=secretsmanager.RotationRules(AutomaticallyAfterDays=self.rotation_days),
        )  # fmt: skip
        return found | {"rotation_permission": permission, "rotation_schedule": schedule}

    def _roles(self, made: dict[str, AWSObject]) -> list[GetAtt]:
        return [GetAtt(made[name], "Arn") for name in ("reader_role", "rotation_role") if name in made]


STEP_ACTIONS = ("DescribeSecret", "GetSecretValue", "PutSecretValue", "UpdateSecretVersionStage")


def others_denied(readers: Sequence[Any]) -> Statement:
    """Deny the value to whoever is not named; who is named still needs a policy that allows it."""
    return Statement(
        Sid="OthersReadNothing", Effect=Deny, Principal=Principal("AWS", "*"), Resource=["*"],
        Action=[secret_actions.GetSecretValue],
        Condition=Condition(ArnNotEquals({"aws:PrincipalArn": list(readers)})),
    )  # fmt: skip


def _decrypts(made: dict[str, AWSObject], *actions: str) -> list[Statement]:
    """What a role may do with the secret's own key; nothing where the key is AWS's."""
    if "key" not in made:
        return []
    return [allowed("UseKey", [Action("kms", action) for action in actions], GetAtt(made["key"], "Arn"))]
