"""What AWS Secrets Manager does here, and what it does not."""

from __future__ import annotations

from patterns.sandbox.core.fidelity_entries import FAITHFUL, SIMPLIFIED, Behaviour, Limit

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
        "Not checked: the number of versions and labels of a secret, the length of a label, and whether the key of a "
        "secret exists.",
        """
        secrets = aws.client("secretsmanager")
        secrets.create_secret(Name="login", SecretString="a", KmsKeyId="alias/none")["Name"]
        """,
    ),
)
