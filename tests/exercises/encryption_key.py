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

RIGHT = {
    "after_a_cancelled_deletion": "Disabled",
    "open_the_locked_key": MANAGED,
    "one_brake_for_two_services": EncryptionKey(rotation_days=180),
}
WRONG = {
    "after_a_cancelled_deletion": [
        ("Enabled", "refuses every call until somebody enables it"),
        ("PendingDeletion", "that was cancelled"),
        (3, "give one of the texts Enabled, Disabled, PendingDeletion"),
    ],
    "open_the_locked_key": [
        (USED, "somebody may change the key's policy: KMS-005"),
        (USED.replace("[kms:Decrypt, kms:GenerateDataKey]", "kms:*"), "the key's users do not administer it: KMS-006"),
        (MANAGED.replace("EnableKeyRotation: true", "EnableKeyRotation: false"), "reports that rotation is off"),
        (MANAGED.replace(", KMSMasterKeyID: !GetAtt Key.Arn", ""), "a new object is encrypted with another key"),
    ],
    "one_brake_for_two_services": [
        (EncryptionKey(), "it rotates every 365 days"),
        (EncryptionKey(rotation_days=90, deletion_window=7), "KMS-004"),
        (SecureBucket(encryption="aws:kms"), "it has no AWS::SQS::Queue"),
    ],
}
