"""What AWS Secrets Manager does here, and what it does not."""

from __future__ import annotations

from patterns.sandbox.core.fidelity_entries import SIMPLIFIED, Behaviour

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
)
