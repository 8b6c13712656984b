"""Answers to the exercises of the role page."""

from patterns import ServiceRole
from patterns.catalogue import exercise

ANYONE = exercise("a_role_for_anyone_s_schedule").start
TRUST = "            Action: sts:AssumeRole\n"
ASKED = "            Condition: {StringEquals: {'aws:SourceAccount': !Ref AWS::AccountId}}\n"
OURS = ANYONE.replace(TRUST, TRUST + ASKED)
NARROW = OURS.replace("dynamodb:*", "dynamodb:PutItem")
MENDED = NARROW.replace('Resource: "*"', "Resource: !GetAtt Notes.Arn")

FOR_A_GROUP = MENDED.replace(
    "StringEquals: {'aws:SourceAccount': !Ref AWS::AccountId}",
    "ArnLike: {'aws:SourceArn': 'arn:aws:scheduler:*:123456789012:schedule-group/*'}",
)
DENYING = (
    OURS.replace('Resource: "*"', "Resource: !GetAtt Notes.Arn")
    + """\
              - Effect: Deny
                NotAction: dynamodb:PutItem
                Resource: "*"
"""
)
BY_GROUP = MENDED.replace(
    "StringEquals: {'aws:SourceAccount': !Ref AWS::AccountId}",
    "ArnEquals: {'aws:SourceArn': !Sub 'arn:aws:scheduler:${AWS::Region}:${AWS::AccountId}:schedule-group/default'}",
)
STRANGERS_DENIED = MENDED.replace(ASKED, "").replace(
    TRUST,
    TRUST
    + """\
          - Effect: Deny
            Principal: {Service: scheduler.amazonaws.com}
            Action: sts:AssumeRole
            Condition: {StringNotEquals: {'aws:SourceAccount': !Ref AWS::AccountId}}
""",
)
ENDING = ASKED.replace("}}\n", "}, DateLessThan: {'aws:CurrentTime': '2030-01-01T00:00:00Z'}}\n")
READS = ServiceRole(table_access="read")


def reading(boundary=None, **table):
    """The recipe, with another boundary, and more properties of its table."""
    template = READS.to_dict()
    if boundary:
        template["Resources"]["Boundary"]["Properties"]["PolicyDocument"]["Statement"] = boundary
    template["Resources"]["Table"]["Properties"].update(table)
    return template


def loose(action, resource):
    """The recipe with one more statement in its policy, under a boundary that only keeps the table."""
    template = reading([READ_ANYWHERE, LETTERS, NO_DELETING])
    statements = template["Resources"]["Role"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
    statements.append({"Effect": "Allow", "Action": action, "Resource": resource})
    return template


def denied_by_the_table(*calls):
    """The recipe without a boundary, and calls that the policy on its table denies to everybody."""
    template = READS.to_dict()
    resources = template["Resources"]
    del resources["Role"]["Properties"]["PermissionsBoundary"]
    del resources["Boundary"]
    denial = {"Effect": "Deny", "Principal": "*", "Action": [f"dynamodb:{call}" for call in calls], "Resource": "*"}
    policy = {"Version": "2012-10-17", "Statement": [denial]}
    resources["Table"]["Properties"]["ResourcePolicy"] = {"PolicyDocument": policy}
    return template


ANYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}
READ_ANYWHERE = {"Effect": "Allow", "Action": ["dynamodb:Get*", "dynamodb:Query", "dynamodb:Scan"], "Resource": "*"}
LETTERS = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": {"Fn::GetAtt": ["DeadLetters", "Arn"]}}
NO_DELETING = {"Effect": "Deny", "Action": "dynamodb:DeleteTable", "Resource": "*"}

RIGHT = {
    "what_a_boundary_leaves": 2,
    "a_role_for_anyone_s_schedule": MENDED,
    "a_function_that_only_reads": READS,
}
UNUSUAL = {
    "what_a_boundary_leaves": ["2"],
    "a_role_for_anyone_s_schedule": [FOR_A_GROUP, DENYING, BY_GROUP, STRANGERS_DENIED],
    "a_function_that_only_reads": [
        reading(DeletionProtectionEnabled=True),
        reading([READ_ANYWHERE, LETTERS, NO_DELETING]),
        READS.to_yaml(),
        denied_by_the_table("DeleteTable", "DeleteResourcePolicy", "PutResourcePolicy"),
    ],
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
        (MENDED.replace("StringEquals: {'aws:SourceAccount': !Ref AWS::AccountId}",
                        "StringNotEquals: {'aws:SourceAccount': '999988887777'}"), "of account 1111"),
        (MENDED.replace("scheduler.amazonaws.com", "[scheduler.amazonaws.com, events.amazonaws.com]"),
         "events.amazonaws.com can assume it as well"),
        (OURS, "it may dynamodb:"),
        (NARROW, "it may dynamodb:PutItem on arn:aws:dynamodb:us-east-1:123456789012:table/payroll"),
        (MENDED.replace("!GetAtt Notes.Arn", '!Sub "${Notes.Arn}*"'), "-archive: name the one table"),
        (MENDED.replace("!GetAtt Notes.Arn", '!Sub "arn:aws:dynamodb:*:*:table/${Notes}"'), "eu-west-1"),
        (MENDED.replace(ASKED, ENDING), "in ten years the scheduler cannot assume it any more"),
        (MENDED.replace("dynamodb:PutItem", "dynamodb:GetItem"), "putting an item is refused"),
        (MENDED.replace("dynamodb:PutItem", "[dynamodb:PutItem, dynamodb:UpdateItem]"), "may dynamodb:UpdateItem"),
        (MENDED.replace("dynamodb:PutItem", "[dynamodb:PutItem, sqs:SendMessage]"), "also allow sqs:SendMessage"),
    ],
    "a_function_that_only_reads": [
        (ServiceRole(), "it may dynamodb:PutItem on"),
        (ServiceRole(table_access="read", boundary=False), "give the role a permissions boundary"),
        (ServiceRole(table_access="read", service="ecs-tasks.amazonaws.com"), "Lambda cannot assume it"),
        (reading([ANYTHING], DeletionProtectionEnabled=True), "give the role a permissions boundary"),
        (denied_by_the_table("DeleteTable"), "could call dynamodb:DeleteResourcePolicy first"),
        (loose("dynamodb:GetItem", "*"), "table/payroll: name the one table"),
    ],
}  # fmt: skip
