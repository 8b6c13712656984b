"""Answers to the exercises of the policy page."""

from patterns import LeastPrivilegePolicy
from patterns.catalogue import exercise

NOTHING = exercise("a_grant_that_gives_nothing").start
READS = NOTHING.replace("[s3:GetObject, s3:ListBucket]", "s3:GetObject").replace(
    """                Condition: {StringLike: {"s3:prefix": "reports/*"}}\n""", ""
)
LISTS = """\
              - Sid: ListReports
                Effect: Allow
                Action: s3:ListBucket
                Resource: !GetAtt Store.Arn
                Condition: {StringLike: {"s3:prefix": "reports/*"}}
"""
DROP = LeastPrivilegePolicy(
    bucket="partner-drop", prefix="incoming/", read=False, list_keys=False, expires=True, last_day="2027-12-31"
)

RIGHT = {
    "one_condition_for_two_actions": 1,
    "a_grant_that_gives_nothing": READS + LISTS,
    "a_drop_that_ends": DROP,
}
DENYING = """\
              - Sid: ReadAll
                Effect: Allow
                Action: [s3:GetObject, s3:ListBucket]
                Resource: [!GetAtt Store.Arn, !Sub "${Store.Arn}/*"]
              - Sid: NotTheRest
                Effect: Deny
                Action: s3:GetObject
                NotResource: !Sub "${Store.Arn}/reports/*"
              - Sid: NotElsewhere
                Effect: Deny
                Action: s3:ListBucket
                Resource: "*"
                Condition: {StringNotLike: {"s3:prefix": "reports/*"}}
"""
BY_DENIAL = NOTHING[: NOTHING.index("              - Sid: ReadReports")] + DENYING


def drop(**conditions):
    """The delivery by hand, under these conditions."""
    where = "arn:aws:s3:::partner-drop/incoming/*"
    allow = {"Effect": "Allow", "Action": "s3:PutObject", "Resource": where, "Condition": conditions}
    template = DROP.to_dict()
    policy = template["Resources"]["Policy"]["Properties"]["PolicyDocument"]
    policy["Statement"] = [{**allow, "Sid": "Deliver"}]
    return template


def trusting(principal):
    """The delivery, by a role that others may assume."""
    template = DROP.to_dict()
    trust = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    template["Resources"]["Role"]["Properties"]["AssumeRolePolicyDocument"]["Statement"] = [trust]
    return template


def everywhere(place):
    """The delivery by hand, to another place."""
    template = drop(Bool=HTTPS, DateLessThan={"aws:CurrentTime": UNTIL})
    template["Resources"]["Policy"]["Properties"]["PolicyDocument"]["Statement"][0]["Resource"] = place
    return template


BY_THE_BUCKET = (
    NOTHING[: NOTHING.index("      Policies:")]
    + """\
  Given:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Store
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: !GetAtt Reader.Arn}
            Action: s3:GetObject
            Resource: !Sub "${Store.Arn}/reports/*"
          - Effect: Allow
            Principal: {AWS: !GetAtt Reader.Arn}
            Action: s3:ListBucket
            Resource: !GetAtt Store.Arn
            Condition: {StringLike: {"s3:prefix": "reports/*"}}
"""
)
FOR_A_MONTH = "                Condition: {DateLessThan: {'aws:CurrentTime': '2026-02-01T00:00:00Z'}}\n"
HTTPS = {"aws:SecureTransport": "true"}
UNTIL = "2028-01-01T00:00:00Z"

UNUSUAL = {
    "one_condition_for_two_actions": ["1"],
    "a_grant_that_gives_nothing": [BY_DENIAL, BY_THE_BUCKET],
    "a_drop_that_ends": [
        DROP.to_yaml(),
        drop(Bool=HTTPS, NumericLessThan={"aws:EpochTime": "1830297600"}),
        trusting({"AWS": "arn:aws:iam::111122223333:root"}),
        drop(Bool=HTTPS, DateLessThanEquals={"aws:CurrentTime": "2027-12-31T23:59:59Z"}),
    ],
}
WRONG = {
    "one_condition_for_two_actions": [
        (2, "there are fewer: a header that the request does not carry equals nothing"),
        (0, "there are more: one of the puts says exactly what is asked for"),
        ("one", "give a whole number"),
    ],
    "a_grant_that_gives_nothing": [
        (READS, "it lists reports/: it is refused s3:ListBucket"),
        (READS + LISTS.split("                Condition")[0], "it may s3:ListBucket on"),
        (READS.replace("/reports/*", "/*") + LISTS, "it may s3:GetObject on"),
        (READS.replace('!Sub "${Store.Arn}/reports/*"', '"arn:aws:s3:::*/reports/*"') + LISTS, "s3:::salaries/"),
        (READS + LISTS.replace("!GetAtt Store.Arn", '"*"'), "arn:aws:s3:::salaries with the prefix"),
        (READS + LISTS.replace("!GetAtt Store.Arn", '!Sub "${Store.Arn}*"'), "-old with the prefix"),
        (READS + FOR_A_MONTH + LISTS, "no longer read one in 2040"),
        (READS.replace("s3:GetObject", "s3:*") + LISTS, "it may s3:"),
        (READS.replace("s3:GetObject", "[s3:GetObject, s3:PutObjectTagging]") + LISTS, "it may s3:PutObjectTagging on"),
        (READS + LISTS.replace('"reports/*"', '"reports*"'), "with the prefix 'reports'"),
        (READS + LISTS.replace("reports/*", "*"), "s3:ListBucket on arn:aws:s3:::exercise-1-store"),
        (READS.replace("s3:GetObject", "[s3:GetObject, sqs:SendMessage]") + LISTS, "also allow sqs:SendMessage"),
        ((READS + LISTS).replace("{Effect: Allow, Principal: {AWS", "{Effect: Deny, Principal: {AWS"), "nobody may"),
        ((READS + LISTS).replace("{AWS: !Ref AWS::AccountId}", '"*"'), "anybody may assume the role"),
    ],
    "a_drop_that_ends": [
        (DROP.with_(expires=False), "it still puts when 2028 begins"),
        (DROP.with_(last_day="2028-01-01"), "it still puts when 2028 begins"),
        (DROP.with_(read=True), "it may s3:GetObject"),
        (DROP.with_(tls=False), "it also puts over plain HTTP"),
        (LeastPrivilegePolicy(), "a put into incoming/ is refused in 2027"),
        (drop(DateLessThan={"aws:CurrentTime": UNTIL}), "it also puts over plain HTTP"),
        (drop(Bool=HTTPS, DateLessThan={"aws:CurrentTime": "2027-12-31T00:00:00Z"}), "at 2027-12-31T23:59:59Z"),
        (drop(Bool=HTTPS, DateGreaterThan={"aws:CurrentTime": "2026-06-01T00:00:00Z"}), "at 2026-02-03T04:00:00Z"),
        (everywhere("arn:aws:s3:::partner-drop*/incoming/*"), "partner-drop-old/incoming"),
        (everywhere("arn:aws:s3:::partner-drop/*"), "it also reaches outside incoming/"),
        (trusting({"AWS": "*"}), "anybody may assume the role"),
        (DROP.with_(prefix="in/"), "a put into incoming/ is refused in 2027"),
    ],
}  # fmt: skip
