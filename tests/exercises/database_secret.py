"""Answers to the exercises of the secret page."""

from patterns import DatabaseSecret
from patterns.catalogue import exercise

KNOWN = exercise("a_password_everybody_knows").start
GENERATED = KNOWN.replace(
    """SecretString: '{"username": "app", "password": "hunter2"}'""",
    """GenerateSecretString: {SecretStringTemplate: '{"username": "app"}', GenerateStringKey: password}""",
)
SHORT = GENERATED.replace("GenerateStringKey: password", "GenerateStringKey: password, PasswordLength: 12")
NAMED = GENERATED.replace('Principal: "*"', "Principal: {AWS: 'arn:aws:iam::123456789012:role/orders'}")

RIGHT = {
    "versions_with_a_label": 2,
    "a_password_everybody_knows": NAMED,
    "a_login_with_a_brake": DatabaseSecret(rotation_days=7, own_key=True),
}
WRONG = {
    "versions_with_a_label": [
        (3, "the labels that are left are AWSCURRENT, AWSPREVIOUS, each on a version of its own"),
        (1, "the labels that are left are AWSCURRENT, AWSPREVIOUS"),
        ("two", "give a whole number"),
    ],
    "a_password_everybody_knows": [
        (GENERATED, "SEC-006"),
        (KNOWN.replace("hunter2", "correct horse battery staple"), "SEC-001"),
        (
            NAMED.replace("GenerateStringKey: password", "GenerateStringKey: password, PasswordLength: 12"),
            "12 characters",
        ),
        (NAMED.replace('"username": "app"', '"username": "root"'), "does not name the user app"),
    ],
    "a_login_with_a_brake": [
        (DatabaseSecret(own_key=True), "the next rotation may be 30 days away"),
        (DatabaseSecret(rotation_days=7), "it has no AWS::KMS::Key"),
        (DatabaseSecret(rotation_days=7, own_key=True, retain=False), "SEC-007"),
        (DatabaseSecret(rotation=False, own_key=True), "reports that rotation is off"),
    ],
}
