"""What AWS Secrets Manager does here, and what it does not."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.sandbox.core.fidelity_entries import FAITHFUL, SIMPLIFIED, Behaviour, Limit, Refused

BEHAVIOURS = (
    Behaviour(
        "A secret rotates through its function, on its schedule; where a step fails, the old version stays current.",
        SIMPLIFIED,
        "/secretsmanager/latest/userguide/rotating-secrets.html",
        """
        secrets = aws.client("secretsmanager")
        arn = make_function(aws, "def handler(event, context): raise ValueError(event['Step'])")
        aws.client("lambda").add_permission(
            FunctionName="worker",
            StatementId="s",
            Action="lambda:InvokeFunction",
            Principal="secretsmanager.amazonaws.com",
        )
        secret = secrets.create_secret(Name="login", SecretString="old")["ARN"]
        secrets.rotate_secret(SecretId=secret, RotationLambdaARN=arn, RotationRules={"AutomaticallyAfterDays": 30})
        secrets.get_secret_value(SecretId=secret)["SecretString"]
        """,
        modules=("secret_rotation",),
    ),
    Behaviour(
        "A secret that waits for its deletion is not changed, a label that no version bears finds nothing, and a "
        "function rotates a secret only where its policy lets Secrets Manager call it.",
        FAITHFUL,
        "/secretsmanager/latest/userguide/manage_delete-secret.html",
        """
        secrets = aws.client("secretsmanager")
        secrets.create_secret(Name="login", SecretString="old")
        secrets.delete_secret(SecretId="login")
        attempt(secrets.put_secret_value, SecretId="login", SecretString="new").message
        """,
        modules=("secret_checks",),
    ),
)

LIMITS = (
    Limit(
        "Not checked: the number of versions and labels of a secret, and the length of a label.",
        """
        secrets, labels = aws.client("secretsmanager"), [f"label-{number}" for number in range(21)]
        secrets.create_secret(Name="login", SecretString="a")
        secrets.put_secret_value(SecretId="login", SecretString="b", VersionStages=labels)["Name"]
        """,
    ),
)

REFUSALS: Mapping[str, Refused] = {
    "AWS::SecretsManager::ResourcePolicy": Refused(
        made="secrets that are not there, policies that cannot be read, lock everybody out or are public and blocked",
        page="/secretsmanager/latest/apireference/API_PutResourcePolicy.html",
        not_made="20 KB of a policy",
    ),
    "AWS::SecretsManager::RotationSchedule": Refused(
        made=(
            "secrets and functions that are not there, functions that let nobody call, schedules that cannot be read"
        ),
        page="/secretsmanager/latest/userguide/troubleshoot_rotation.html",
        not_made="what the function then fails at",
    ),
    "AWS::SecretsManager::Secret": Refused(
        made="names, values too large or said twice, passwords of nothing, keys that are not there, a name that waits",
        page="/secretsmanager/latest/apireference/API_CreateSecret.html",
        not_made="keys that the caller may not use; versions and labels (20)",
    ),
    "AWS::SecretsManager::SecretTargetAttachment": Refused(
        made="secrets and databases that are not there",
        page="/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secrettargetattachment.html",
        not_made="a target of another kind than it says",
    ),
}
"""What the service refuses to make, type by type, beyond its schema."""
