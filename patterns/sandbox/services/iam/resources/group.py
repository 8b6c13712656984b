"""AWS::IAM::Group. Who is in it is said by the users."""

from __future__ import annotations

from patterns.sandbox.provider.base import Call, Property
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.iam.resources._base import GROUP
from patterns.sandbox.services.iam.resources._identity import LIST, POLICIES, READ, Identity


class Group(Identity):
    """What gives its policies to the users in it."""

    type = "AWS::IAM::Group"
    identifier = "GroupName"
    creation = "create_group"
    deletion = "delete_group"
    kind = GROUP
    longest_name = 128
    properties = (
        Property("GroupName", create="GroupName", get=entry("GroupName")),
        Property("Path", create="Path", default="/", get=entry("Path"), put=Call("update_group", "NewPath"),
                 cleared="/"),
        *POLICIES,
    )  # fmt: skip
    examples = (
        {},
        {
            "GroupName": "example",
            "Path": "/app/",
            "ManagedPolicyArns": ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"],
            "Policies": [{"PolicyName": "read", "PolicyDocument": READ}],
        },
        {
            "Path": "/other/",
            "ManagedPolicyArns": ["{policy}"],
            "Policies": [
                {"PolicyName": "read", "PolicyDocument": LIST},
                {"PolicyName": "list", "PolicyDocument": LIST},
            ],
        },
    )


PROVIDER = Group()
