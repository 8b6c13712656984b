"""Answers to the exercises of the role page."""

from patterns import ServiceRole
from patterns.catalogue import exercise

ANYONE = exercise("a_role_for_anyone_s_schedule").start
TRUST = "            Action: sts:AssumeRole\n"
ASKED = "            Condition: {StringEquals: {'aws:SourceAccount': !Ref AWS::AccountId}}\n"
OURS = ANYONE.replace(TRUST, TRUST + ASKED)
NARROW = OURS.replace("dynamodb:*", "dynamodb:PutItem")
MENDED = NARROW.replace('Resource: "*"', "Resource: !GetAtt Notes.Arn")

RIGHT = {
    "what_a_boundary_leaves": 2,
    "a_role_for_anyone_s_schedule": MENDED,
    "a_function_that_only_reads": ServiceRole(table_access="read"),
}
WRONG = {
    "what_a_boundary_leaves": [
        (3, "there are fewer: a boundary gives nothing"),
        (1, "there are more: what both the policy and the boundary allow"),
        ("two", "give a whole number"),
    ],
    "a_role_for_anyone_s_schedule": [
        (MENDED.replace("!Ref AWS::AccountId", '"999988887777"'), "cannot assume it for a schedule of this account"),
        (ANYONE.replace("dynamodb:*", "dynamodb:PutItem"), "can assume it for a schedule of account 9999"),
        (OURS, "it deletes an item"),
        (NARROW, "it puts an item into another stack's table"),
        (MENDED.replace("dynamodb:PutItem", "dynamodb:GetItem"), "putting an item is refused"),
    ],
    "a_function_that_only_reads": [
        (ServiceRole(), "it puts an item"),
        (ServiceRole(table_access="read", boundary=False), "the role has no boundary"),
        (ServiceRole(table_access="read", service="ecs-tasks.amazonaws.com"), "Lambda cannot assume it"),
    ],
}
