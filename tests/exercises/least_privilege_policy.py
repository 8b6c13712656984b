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
WRONG = {
    "one_condition_for_two_actions": [
        (2, "there are fewer: a header that the request does not carry equals nothing"),
        (0, "there are more: one of the puts says exactly what is asked for"),
        ("one", "give a whole number"),
    ],
    "a_grant_that_gives_nothing": [
        (READS, "it lists reports/: it is refused s3:ListBucket"),
        (READS + LISTS.split("                Condition")[0], "it lists salaries/"),
        (READS.replace("/reports/*", "/*") + LISTS, "it reads salaries/a.csv"),
        (READS.replace("s3:GetObject", "s3:*") + LISTS, "it deletes reports/b.csv"),
    ],
    "a_drop_that_ends": [
        (DROP.with_(expires=False), "it still puts when 2028 begins"),
        (DROP.with_(last_day="2028-01-01"), "it still puts when 2028 begins"),
        (DROP.with_(read=True), "it may s3:GetObject too"),
        (DROP.with_(tls=False), "it also puts over plain HTTP"),
        (LeastPrivilegePolicy(), "a put into incoming/ is refused in 2027"),
    ],
}
