"""What `cdk bootstrap` makes in an account: a bucket and a repository for assets, roles, and the version of it all.

https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
Not here: publishing assets into it (`assemblies`). The sandbox deploys as an administrator and takes on none of the
roles; they are there for those who name them, with the rights that matter most.
"""

from __future__ import annotations

from typing import Any

from patterns.template.source import Document, load

QUALIFIER = "hnb659fds"
VERSION = "21"
"""Versions and what each brought: https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html"""

_ACCOUNT_AND_REGION = "${AWS::AccountId}-${AWS::Region}"


def qualifier(parameter: str) -> str:
    """What tells one bootstrap stack from another, of the name of its version's parameter."""
    parts = parameter.split("/")
    return parts[2] if parts[1:2] == ["cdk-bootstrap"] and len(parts) == 4 else QUALIFIER


def stack_name(mark: str = QUALIFIER) -> str:
    """The name of the bootstrap stack; one for another qualifier is called after it."""
    return "CDKToolkit" if mark == QUALIFIER else f"CDKToolkit-{mark}"


def document(mark: str = QUALIFIER) -> Document:
    """The template of the bootstrap stack."""

    class Template:
        name = stack_name(mark)

        def to_dict(self) -> dict[str, Any]:
            return _body(mark)

    return load(Template())


def _body(mark: str) -> dict[str, Any]:
    bucket, trusted = _sub(f"cdk-{mark}-assets-{_ACCOUNT_AND_REGION}"), {"AWS": {"Ref": "AWS::AccountId"}}
    objects = {"Fn::Sub": "${StagingBucket.Arn}/*"}
    publishing = ["s3:GetObject*", "s3:GetBucket*", "s3:List*", "s3:DeleteObject*", "s3:PutObject*", "s3:Abort*"]
    staged = _allowed(publishing, [{"Fn::GetAtt": ["StagingBucket", "Arn"]}, objects])
    pushing = _allowed(
        ["ecr:PutImage", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload",
         "ecr:BatchCheckLayerAvailability", "ecr:DescribeRepositories", "ecr:DescribeImages", "ecr:BatchGetImage",
         "ecr:GetDownloadUrlForLayer"],
        {"Fn::GetAtt": ["ContainerAssetsRepository", "Arn"]},
    )  # fmt: skip
    execution = {"Fn::GetAtt": ["CloudFormationExecutionRole", "Arn"]}
    deploying = [
        _allowed(["cloudformation:*"], "*"),
        _allowed(["iam:PassRole"], execution),
        _allowed(["s3:GetObject*", "s3:GetBucket*", "s3:List*"], "*"),
        _allowed(
            ["ssm:GetParameter", "ssm:GetParameters"],
            _sub(f"{_ARN}:ssm:{_HERE}:parameter/cdk-bootstrap/{mark}/version"),
        ),
    ]
    return {
        "Description": "What the AWS CDK needs to deploy into this account and region",
        "Resources": {
            "StagingBucket": {
                "Type": "AWS::S3::Bucket",
                "DeletionPolicy": "Retain",
                "UpdateReplacePolicy": "Retain",
                "Properties": {
                    "BucketName": bucket,
                    "BucketEncryption": {
                        "ServerSideEncryptionConfiguration": [
                            {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
                        ]
                    },
                    "PublicAccessBlockConfiguration": dict.fromkeys(
                        ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"), True
                    ),
                    "VersioningConfiguration": {"Status": "Enabled"},
                },
            },
            "ContainerAssetsRepository": {
                "Type": "AWS::ECR::Repository",
                "Properties": {
                    "RepositoryName": _sub(f"cdk-{mark}-container-assets-{_ACCOUNT_AND_REGION}"),
                    "ImageTagMutability": "IMMUTABLE",
                },
            },
            "FilePublishingRole": _role(mark, "file-publishing", trusted, [staged]),
            "ImagePublishingRole": _role(
                mark, "image-publishing", trusted, [pushing, _allowed(["ecr:GetAuthorizationToken"], "*")]
            ),
            "LookupRole": _role(mark, "lookup", trusted, [], "ReadOnlyAccess"),
            "DeploymentActionRole": _role(mark, "deploy", trusted, deploying),
            "CloudFormationExecutionRole": _role(
                mark, "cfn-exec", {"Service": "cloudformation.amazonaws.com"}, [], "AdministratorAccess"
            ),
            "CdkBootstrapVersion": {
                "Type": "AWS::SSM::Parameter",
                "Properties": {"Type": "String", "Name": f"/cdk-bootstrap/{mark}/version", "Value": VERSION},
            },
        },
        "Outputs": {
            "BucketName": {"Value": {"Ref": "StagingBucket"}},
            "BootstrapVersion": {"Value": {"Fn::GetAtt": ["CdkBootstrapVersion", "Value"]}},
        },
    }


_ARN = "arn:${AWS::Partition}"
_HERE = "${AWS::Region}:${AWS::AccountId}"


def _sub(text: str) -> dict[str, str]:
    return {"Fn::Sub": text}


def _allowed(actions: list[str], resource: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": actions, "Resource": resource}


def _role(
    mark: str, name: str, trusted: dict[str, Any], statements: list[dict[str, Any]], managed: str = ""
) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "RoleName": _sub(f"cdk-{mark}-{name}-role-{_ACCOUNT_AND_REGION}"),
        "AssumeRolePolicyDocument": {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": trusted}],
        },
    }
    if managed:
        properties["ManagedPolicyArns"] = [_sub(f"arn:${{AWS::Partition}}:iam::aws:policy/{managed}")]
    if statements:
        policy = {"Version": "2012-10-17", "Statement": statements}
        properties["Policies"] = [{"PolicyName": "default", "PolicyDocument": policy}]
    return {"Type": "AWS::IAM::Role", "Properties": properties}
