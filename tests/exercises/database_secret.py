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
STATEMENT = """\
            Principal: "*"
            Action: secretsmanager:GetSecretValue
            Resource: "*"
"""
BY_CONDITION = GENERATED.replace(
    STATEMENT,
    STATEMENT + "            Condition: {ArnEquals: {'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/orders'}}\n",
)
A_TOKEN_FIRST = """\
  Token:
    Type: AWS::SecretsManager::Secret
    Properties: {GenerateSecretString: {PasswordLength: 40}}
  OfToken:
    Type: AWS::SecretsManager::ResourcePolicy
    Properties:
      SecretId: !Ref Token
      ResourcePolicy:
        Version: "2012-10-17"
        Statement:
          Effect: Allow
          Principal: {AWS: 'arn:aws:iam::123456789012:role/orders'}
          Action: secretsmanager:GetSecretValue
          Resource: "*"
"""
ANY_ACCOUNT = BY_CONDITION.replace("ArnEquals", "ArnLike").replace("iam::123456789012:role", "iam::*:role")
ANY_NAME = BY_CONDITION.replace("ArnEquals", "ArnLike").replace("role/orders", "role/o*")
AND_OTHERS = NAMED.replace(
    "Principal: {AWS: 'arn:aws:iam::123456789012:role/orders'}",
    "Principal: {AWS: ['arn:aws:iam::123456789012:role/orders', 'arn:aws:iam::555566667777:root']}",
)
AS_PARAMETER = (
    "Parameters: {Password: {Type: String, NoEcho: true, Default: correct-horse-battery-staple}}\n"
    + NAMED[: NAMED.index("      GenerateSecretString")]
    + """      SecretString: !Sub '{"username": "app", "password": "${Password}"}'\n"""
    + NAMED[NAMED.index("  Readers:") :]
)
BY_STACK_ID = (
    NAMED[: NAMED.index("      GenerateSecretString")]
    + """      SecretString: !Sub '{"username": "app", "password": "${AWS::StackId}"}'\n"""
    + NAMED[NAMED.index("  Readers:") :]
)
BRAKED = DatabaseSecret(rotation_days=7, own_key=True)


def braked(key=None, code=None):
    """The recipe as a template, with the key by another name, or with another rotation function."""
    template = BRAKED.to_dict()
    if key:
        template["Resources"]["Secret"]["Properties"]["KmsKeyId"] = key
    if code:
        template["Resources"]["Rotation"]["Properties"]["Code"] = {"ZipFile": code}
    return template


def rotated(expression):
    """The recipe as a template, with the moments of its rotation by an expression."""
    template = BRAKED.to_dict()
    template["Resources"]["RotationSchedule"]["Properties"]["RotationRules"] = {"ScheduleExpression": expression}
    return template


UNUSUAL = {
    "versions_with_a_label": ["2"],
    "a_password_everybody_knows": [BY_CONDITION, NAMED.replace("Resources:\n", "Resources:\n" + A_TOKEN_FIRST)],
    "a_login_with_a_brake": [
        BRAKED.to_yaml(),
        braked(key={"Fn::GetAtt": ["Key", "Arn"]}),
        BRAKED.with_(rotation_days=1),
        rotated("cron(0 8 ? * MON *)"),
    ],
}
WRONG = {
    "versions_with_a_label": [
        (3, "the labels that are left are AWSCURRENT, AWSPREVIOUS, each on a version of its own"),
        (1, "the labels that are left are AWSCURRENT, AWSPREVIOUS"),
        ("two", "give a whole number"),
    ],
    "a_password_everybody_knows": [
        (GENERATED, "everybody may"),
        (KNOWN.replace("hunter2", "correct horse battery staple"), "is written in the template"),
        (
            NAMED.replace("GenerateStringKey: password", "GenerateStringKey: password, PasswordLength: 12"),
            "12 characters",
        ),
        (NAMED.replace('"username": "app"', '"username": "root"'), "does not name the user app"),
        (AS_PARAMETER, "is written in the template"),
        (BY_STACK_ID, "is made of a name that everybody sees"),
        (ANY_ACCOUNT, "999988887777:role/orders may"),
        (ANY_NAME, "role/orders-colleague may"),
        (AND_OTHERS, "555566667777:role/anybody may"),
        (NAMED.replace("GetSecretValue", "*"), "whoever reads it is to change nothing"),
        (NAMED.replace("Effect: Allow", "Effect: Deny"), "lets no role read it"),
        (NAMED[: NAMED.index("  Readers:")], "has no policy: write one"),
        (NAMED.replace("role/orders", "root").replace("123456789012", "999988887777"), "999988887777"),
    ],
    "a_login_with_a_brake": [
        (DatabaseSecret(own_key=True), "the next rotation may be 22 days away"),
        (DatabaseSecret(rotation_days=8, own_key=True), "it may be more than 8 days"),
        (rotated("cron(0 8 1,8,15,22 * ? *)"), "it may be more than 10 days"),
        (DatabaseSecret(rotation_days=7), "it has no AWS::KMS::Key"),
        (DatabaseSecret(rotation_days=7, own_key=True, retain=False), "SEC-007"),
        (DatabaseSecret(rotation=False, own_key=True), "reports that rotation of"),
        (braked(code="def handler(event, context):\n    return None\n"), "the rotation function did not renew it"),
    ],
}  # fmt: skip
