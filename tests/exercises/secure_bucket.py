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

RIGHT = {
    "what_a_delete_leaves": 3,
    "close_the_shared_bucket": CLOSED + ENDING,
    "an_archive_for_five_dollars": SecureBucket(transition_class="GLACIER_IR", transition_days=30),
}
WRONG = {
    "what_a_delete_leaves": [
        (2, "a delete that names no version destroys nothing"),
        (4, "a delete that names a version is final"),
        ("three", "give a whole number"),
    ],
    "close_the_shared_bucket": [
        (CLOSED, "old versions expire some day: no rule of the bucket expires them"),
        (LEAKING.replace("ObjectWriter", "BucketOwnerEnforced") + ENDING, "a public policy is refused: the call went"),
        (CLOSED.replace("Enabled", "Suspended") + ENDING, "the bucket keeps no versions"),
    ],
    "an_archive_for_five_dollars": [
        (SecureBucket(), "month 4 comes to $9."),
        (SecureBucket(transition_class="DEEP_ARCHIVE", transition_days=30), "must be restored first"),
        (SecureBucket(transition_class="GLACIER_IR", transition_days=30, noncurrent_days=1), "a rule expires them"),
    ],
}
