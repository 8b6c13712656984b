"""Answers to the exercises of the key page."""

from patterns import EncryptionKey, SecureBucket
from patterns.catalogue import exercise

LOCKED = exercise("open_the_locked_key").start
ROTATING = LOCKED.replace("EnableKeyRotation: false", "EnableKeyRotation: true")
USED = ROTATING.replace("SSEAlgorithm: AES256", "SSEAlgorithm: aws:kms, KMSMasterKeyID: !GetAtt Key.Arn")
MANAGED = USED.replace(
    "          - Sid: ApplicationUses",
    """\
          - Sid: AccountManages
            Effect: Allow
            Principal: {AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root"}
            Action: [kms:Describe*, kms:Get*, kms:List*, kms:PutKeyPolicy, kms:ScheduleKeyDeletion]
            Resource: "*"
          - Sid: ApplicationUses""",
)

DEFAULT = """\
          - Sid: AccountManages
            Effect: Allow
            Principal: {AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root"}
            Action: kms:*
            Resource: "*"
"""
NO_ADMINISTRATION = """\
          - Sid: NeverTheApplication
            Effect: Deny
            Principal: {AWS: "arn:aws:iam::123456789012:role/orders"}
            NotAction: [kms:Decrypt, kms:GenerateDataKey]
            Resource: "*"
"""
BY_ALIAS = """\
  Alias: {Type: AWS::KMS::Alias, Properties: {AliasName: alias/orders, TargetKeyId: !Ref Key}}
"""
BY_A_ROLE = (
    MANAGED.replace('{AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root"}', "{AWS: !GetAtt Keeper.Arn}")
    + """\
  Keeper:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {AWS: !Ref "AWS::AccountId"}, Action: "sts:AssumeRole"}]
"""
)
UNTIL_2030 = "\n            Condition: {DateLessThan: {'aws:CurrentTime': '2030-01-01T00:00:00Z'}}"
OWN_ACCOUNT = "\n            Condition: {StringEquals: {'kms:CallerAccount': '123456789012'}}"
ROOT = '{AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root"}'
USES = "          - Sid: ApplicationUses"
TWO = EncryptionKey(rotation_days=180)


def owned(without=(), by_alias=False):
    """The recipe as a template, without a property of some queues, or with the key by its alias."""
    template = TWO.to_dict()
    for name in ("Queue", "DeadLetters"):
        properties = template["Resources"][name]["Properties"]
        if name in without:
            del properties["KmsMasterKeyId"]
        elif by_alias:
            properties["KmsMasterKeyId"] = {"Ref": "KeyAlias"}
    return template


def with_another_key_first():
    """The recipe with a key before it that nothing uses."""
    template = owned()
    other = {**template["Resources"]["Key"], "Properties": dict(template["Resources"]["Key"]["Properties"])}
    return {**template, "Resources": {"Another": other, **template["Resources"]}}


def where_nobody_reads():
    """The recipe with a bucket that refuses every read, whatever becomes of the key."""
    template = owned()
    statements = template["Resources"]["StoreBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    where = {"Fn::Sub": "${StoreBucket.Arn}/*"}
    statements.append({"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": where})
    return template


RIGHT = {
    "after_a_cancelled_deletion": "Disabled",
    "open_the_locked_key": MANAGED,
    "one_brake_for_two_services": TWO,
}
UNUSUAL = {
    "after_a_cancelled_deletion": ["disabled"],
    "open_the_locked_key": [
        # The account may do everything, the application is denied what is not its work, and is named nowhere else.
        USED.replace(USES, DEFAULT + NO_ADMINISTRATION + USES),
        MANAGED.replace("!GetAtt Key.Arn", "!Ref Alias") + BY_ALIAS,
        BY_A_ROLE,
        # AWS's own way of saying "of this account", in the policies of the keys that it manages.
        MANAGED.replace("kms:ScheduleKeyDeletion]", f"kms:ScheduleKeyDeletion]{OWN_ACCOUNT}"),
        MANAGED.replace("SSEAlgorithm: aws:kms,", "SSEAlgorithm: aws:kms:dsse,"),
    ],
    "one_brake_for_two_services": [owned(by_alias=True), with_another_key_first(), TWO.to_yaml()],
}
WRONG = {
    "after_a_cancelled_deletion": [
        ("Enabled", "refuses every call until somebody enables it"),
        ("PendingDeletion", "that was cancelled"),
        (3, "give one of the texts Enabled, Disabled, PendingDeletion"),
    ],
    "open_the_locked_key": [
        (USED, "The new key policy will not allow you to update the key policy in the future"),
        (USED.replace("[kms:Decrypt, kms:GenerateDataKey]", "kms:*"), "the application may kms:"),
        (MANAGED.replace("kms:GenerateDataKey]", "kms:GenerateDataKey, kms:PutKeyPolicy]"), "may kms:PutKeyPolicy on"),
        (MANAGED.replace("kms:GenerateDataKey]", "kms:GenerateDataKey, kms:CreateGrant]"), "may kms:CreateGrant on"),
        (MANAGED.replace("EnableKeyRotation: true", "EnableKeyRotation: false"), "is off: turn EnableKeyRotation on"),
        (MANAGED.replace(", KMSMasterKeyID: !GetAtt Key.Arn", ""), "is encrypted with another key"),
        (MANAGED.replace("[kms:Decrypt, kms:GenerateDataKey]", "kms:Decrypt"), "no longer kms:GenerateDataKey"),
        (MANAGED.replace('{AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root"}', '"*"'), "the application may kms:"),
        (
            MANAGED.replace("{AWS: !Sub", '{AWS: ["999988887777", !Sub').replace(':root"}', ':root"]}'),
            "777:role/anybody may",
        ),
        (
            MANAGED.replace("{AWS: !Sub", '{AWS: ["555566667777", !Sub').replace(':root"}', ':root"]}'),
            "555566667777:role/anybody may",
        ),
        (MANAGED.replace("kms:ScheduleKeyDeletion]", f"kms:ScheduleKeyDeletion]{UNTIL_2030}"), "in ten years"),
        (
            MANAGED.replace("kms:ScheduleKeyDeletion]", f"kms:ScheduleKeyDeletion]{OWN_ACCOUNT}").replace(ROOT, '"*"'),
            "the application may kms:",
        ),
        (USED[: USED.index(USES)] + DEFAULT + USED[USED.index("  Store:") :], "may no longer kms:Decrypt"),
        ("Resources: {Topic: {Type: 'AWS::SNS::Topic'}}", "it has no AWS::KMS::Key: add one"),
    ],
    "one_brake_for_two_services": [
        (EncryptionKey(), "it rotates every 365 days"),
        (EncryptionKey(rotation_days=90, deletion_window=7), "KMS-004"),
        (SecureBucket(encryption="aws:kms"), "it has no AWS::SQS::Queue"),
        (owned(without=["Queue"]), "Queue still takes messages"),
        (owned(without=["DeadLetters"]), "DeadLetters still takes messages"),
        (where_nobody_reads(), "nobody can read what is in"),
    ],
}
