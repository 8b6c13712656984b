"""Answers to the exercises of the bucket page."""

from patterns import SecureBucket
from patterns.catalogue import exercise

LEAKING = exercise("close_the_shared_bucket").start
CLOSED = LEAKING.replace("ObjectWriter", "BucketOwnerEnforced").replace("false", "true")
ENDING = """\
      LifecycleConfiguration:
        Rules:
          - {Id: old, Status: Enabled, NoncurrentVersionExpiration: {NoncurrentDays: 30}}
"""
DENYING_ALL = """\
  Nobody:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Shared
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          Effect: Deny
          Resource: [!GetAtt Shared.Arn, !Sub "${Shared.Arn}/*"]
          Principal: "*"
          Action: s3:*
"""
ONE_SHUT_OUT = DENYING_ALL.replace('"*"\n', '{AWS: "arn:aws:iam::123456789012:user/administrator"}\n').replace(
    "s3:*", "[s3:PutBucketPolicy, s3:PutBucketAcl]"
)
A_GOOD_ONE_BESIDE = (CLOSED + ENDING).removeprefix("Resources:\n").replace("Shared:", "Good:")
SMALL_ONES = ENDING.replace("Enabled,", "Enabled, ObjectSizeLessThan: 1000,")
NEWEST_KEPT = ENDING.replace("NoncurrentDays: 30", "NoncurrentDays: 30, NewerNoncurrentVersions: 5")
BLOCKED = LEAKING.replace("BlockPublicAcls: false", "BlockPublicAcls: true").replace(
    "BlockPublicPolicy: false", "BlockPublicPolicy: true"
)
IGNORED = LEAKING.replace("IgnorePublicAcls: false", "IgnorePublicAcls: true").replace(
    "RestrictPublicBuckets: false", "RestrictPublicBuckets: true"
)
ARCHIVE = SecureBucket(transition_class="GLACIER_IR", transition_days=30)


def archive(*more, **changed):
    """The archive with more rules, or with every rule that moves objects changed."""
    template = ARCHIVE.to_dict()
    rules = template["Resources"]["Bucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    for rule in rules:
        if "Transitions" in rule:
            rule.update(changed)
    rules += more
    return template


RIGHT = {
    "what_a_delete_leaves": 3,
    "close_the_shared_bucket": CLOSED + ENDING,
    "an_archive_for_five_dollars": ARCHIVE,
}
UNUSUAL = {
    "what_a_delete_leaves": ["3", 3.0],
    "close_the_shared_bucket": [
        SecureBucket().to_yaml(),
        BLOCKED + ENDING,
        # They are accepted, and give nothing to anybody.
        IGNORED + ENDING,
        # ACLs stay on, but S3 gives nothing for their sake.
        CLOSED.replace("BucketOwnerEnforced", "BucketOwnerPreferred") + ENDING.replace("30", "365"),
    ],
    "an_archive_for_five_dollars": [
        ARCHIVE.to_yaml(),
        archive({"Id": "off", "Status": "Disabled", "NoncurrentVersionExpiration": {"NoncurrentDays": 1}}),
    ],
}
WRONG = {
    "what_a_delete_leaves": [
        (2, "a delete that names no version destroys nothing"),
        (4, "a delete that names a version is final"),
        ("three", "give a whole number"),
    ],
    "close_the_shared_bucket": [
        (CLOSED, "there after two years: no enabled rule of exercise-1-shared"),
        (LEAKING.replace("ObjectWriter", "BucketOwnerEnforced") + ENDING, "by a policy: the call went through"),
        (CLOSED.replace("Enabled", "Suspended") + ENDING, "keeps no versions"),
        (CLOSED + ENDING.replace("Enabled", "Disabled"), "no enabled rule of exercise-1-shared"),
        (CLOSED + ENDING.replace("Enabled,", "Enabled, Prefix: note,"), "2026/may/report.csv is there after two years"),
        (CLOSED + SMALL_ONES, "2026/may/report.csv is there after two years"),
        (CLOSED + NEWEST_KEPT, "note.txt is there after two years"),
        (CLOSED + ENDING.replace("Enabled,", "Enabled, ExpirationInDays: 30,"),
         "itself is gone after two years"),
        (CLOSED + ENDING + DENYING_ALL, "nothing can be stored in exercise-1-shared"),
        (LEAKING + ENDING + ONE_SHUT_OUT, "another administrator makes exercise-1-shared"),
        (LEAKING + ENDING + A_GOOD_ONE_BESIDE, "makes exercise-1-shared"),
        ("Resources: {Topic: {Type: 'AWS::SNS::Topic'}}", "it has no AWS::S3::Bucket: add one"),
    ],
    "an_archive_for_five_dollars": [
        (SecureBucket(), "month 4 comes to $9."),
        (SecureBucket(transition_class="DEEP_ARCHIVE", transition_days=30), "must be restored first"),
        (SecureBucket(transition_class="GLACIER_IR", transition_days=30, noncurrent_days=1), "gone after 6.9 days"),
        (archive({"Id": "all", "Status": "Enabled", "ExpirationInDays": 40}), "an object is gone from exercise-1-buc"),
        (archive({"Id": "all", "Status": "Enabled", "ExpirationInDays": 500}), "in time an object is gone"),
        (archive({"Id": "all", "Status": "Enabled", "ExpirationInDays": 3000}), "in time an object is gone"),
        (archive(Prefix="archive/"), "reaches some objects only"),
        (archive(Status="Disabled"), "month 4 comes to $9."),
    ],
}  # fmt: skip
