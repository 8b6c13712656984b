"""What examples stand on that name a resource of this service; `tools.stage` makes it."""

from __future__ import annotations

TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
ANYTHING = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
CODE_TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": ["lambda.amazonaws.com", "states.amazonaws.com", "scheduler.amazonaws.com"]},
            "Action": "sts:AssumeRole",
        }
    ],
}

CODE_ROLE = {
    "AssumeRolePolicyDocument": CODE_TRUST,
    "Policies": [{"PolicyName": "what-the-code-does", "PolicyDocument": ANYTHING}],
}
"""Services ask for rights when something is set up in a role; which they are is not what examples are about."""

GATEWAY_TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "apigateway.amazonaws.com"}, "Action": "sts:AssumeRole"},
    ],
}

TASK_TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}

STAGE = {
    "role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST}},
    "other_role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST}},
    "gateway_role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": GATEWAY_TRUST}},
    "other_gateway_role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": GATEWAY_TRUST}},
    "task_role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TASK_TRUST}},
    "user": {"Type": "AWS::IAM::User"},
    "other_user": {"Type": "AWS::IAM::User"},
    "user_group": {"Type": "AWS::IAM::Group"},
    "other_user_group": {"Type": "AWS::IAM::Group"},
    "function_role": {"Type": "AWS::IAM::Role", "Properties": CODE_ROLE},
    "other_function_role": {"Type": "AWS::IAM::Role", "Properties": CODE_ROLE},
    "policy": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": ANYTHING}},
    "profile": {"Type": "AWS::IAM::InstanceProfile", "Properties": {"Roles": ["{role}"]}},
    "other_profile": {"Type": "AWS::IAM::InstanceProfile", "Properties": {"Roles": ["{other_role}"]}},
}
