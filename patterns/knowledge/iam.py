"""AWS IAM."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import (
    BELONGS_TO,
    DECLARED,
    About,
    Acknowledged,
    AttachedPolicy,
    Family,
    Nothing,
    PolicyHolder,
    Service,
)

SERVICE = Service("IAM", Family.SECURITY, of_the_account=True)
_PRICES = "https://aws.amazon.com/iam/faqs/"
_PRINCIPALS = ("Roles", "Users", "Groups")

TYPES: Mapping[str, About] = {
    "AWS::IAM::AccessKey": About(
        noun="access key",
        acknowledged=Acknowledged(),
        family=Family.SECURITY,
        lost="whoever still signs with it is refused, and its secret cannot be had again",
    ),
    "AWS::IAM::Group": About(
        noun="user group",
        acknowledged=Acknowledged("GroupName"),
        family=Family.SECURITY,
        lost=DECLARED,
        policy=PolicyHolder("group"),
        free=_PRICES,
    ),
    "AWS::IAM::GroupPolicy": About(
        noun="group policy", family=Family.SECURITY, lost=DECLARED, policy=AttachedPolicy(("GroupName",))
    ),
    "AWS::IAM::InstanceProfile": About(
        noun="instance profile",
        acknowledged=Acknowledged("InstanceProfileName"),
        family=Family.SECURITY,
        part_of=("Roles",),
        lost=DECLARED,
        free=_PRICES,
    ),
    "AWS::IAM::ManagedPolicy": About(
        noun="managed policy",
        acknowledged=Acknowledged("ManagedPolicyName"),
        family=Family.SECURITY,
        references={"Roles.*": BELONGS_TO, "PolicyDocument.*": "is about"},
        lost=DECLARED,
        policy=AttachedPolicy(_PRINCIPALS),
        free=_PRICES,
    ),
    "AWS::IAM::Policy": About(
        noun="IAM Policy",
        acknowledged=Acknowledged(),
        family=Family.SECURITY,
        references={"Roles.*": BELONGS_TO, "PolicyDocument.*": "may use"},
        lost=DECLARED,
        policy=AttachedPolicy(_PRINCIPALS),
        free=_PRICES,
    ),
    "AWS::IAM::Role": About(
        noun="role",
        acknowledged=Acknowledged("RoleName"),
        family=Family.SECURITY,
        references={"Policies.*": "may use", "ManagedPolicyArns.*": "has", "PermissionsBoundary": "limited by"},
        lost=Nothing("it has no credentials of its own, and what it may do stands in its template"),
        policy=PolicyHolder("role"),
        free=_PRICES,
    ),
    "AWS::IAM::RolePolicy": About(
        noun="role policy",
        family=Family.SECURITY,
        part_of=("RoleName",),
        lost=DECLARED,
        policy=AttachedPolicy(("RoleName",)),
        free=_PRICES,
    ),
    "AWS::IAM::ServiceLinkedRole": About(
        noun="service-linked role", family=Family.SECURITY, lost=DECLARED, free=_PRICES
    ),
    "AWS::IAM::User": About(
        noun="user",
        acknowledged=Acknowledged("UserName"),
        family=Family.SECURITY,
        # https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html
        lost="if it has access keys or a password made outside the stack, deletion fails and it stays",
        policy=PolicyHolder("user"),
        free=_PRICES,
    ),
    "AWS::IAM::UserToGroupAddition": About(
        noun="membership of a group",
        family=Family.SECURITY,
        references={"Users.*": "adds", "GroupName": "to"},
        lost=DECLARED,
        acknowledged=Acknowledged(),
        free=_PRICES,
    ),
    "AWS::IAM::UserPolicy": About(
        noun="user policy", family=Family.SECURITY, lost=DECLARED, policy=AttachedPolicy(("UserName",))
    ),
}
