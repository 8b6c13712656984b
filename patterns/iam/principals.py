"""Whom a policy may name: the forms of principals, and which services there are. Not here: who is in an account.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
AWS keeps no page of its services' names. Known are here those with actions of their own (`reference`), and those that
AWS's managed policies, its user guides and https://gist.github.com/shortjared/4c1e3fe52bdfa47522cfe5b41e5d6f22 name
beside (as of November 2026). A name with something before or after the service, as `delivery.logs`, `airflow-env` or
`dnssec-route53`, is known by the service: nobody outside AWS knows them all.
What IAM says of one that there is not: https://github.com/hashicorp/terraform/issues/35086.
"""

from __future__ import annotations

import re

from patterns.iam.reference import service_exists

_ACCOUNT = re.compile(r"\d{12}")
_UNIQUE_ID = re.compile(r"A[A-Z]{3}[A-Z0-9]{12,}")
_IAM = re.compile(r"arn:aws[\w-]*:iam::(\d{12}):(root|(?:user|role)/[\w+=,.@/-]+)")
_STS = re.compile(r"arn:aws[\w-]*:sts::\d{12}:(?:assumed-role|federated-user|self)/?.*")
_ORIGIN_ACCESS = re.compile(r"arn:aws[\w-]*:iam::cloudfront:user/.+")
_SERVICE = re.compile(r"(?P<name>[a-z0-9][a-z0-9.-]*)\.(amazonaws\.com(\.cn)?|amazon\.com|aws\.internal)")
_REGION = re.compile(r"[a-z]{2,4}(-[a-z]+)+-\d")

_OFTEN = frozenset(
    {
        "apigateway", "autoscaling", "backup", "budgets", "cloudformation", "cloudfront", "cloudtrail",
        "cloudwatch", "codebuild", "codedeploy", "codepipeline", "config", "dynamodb", "ec2", "ecr", "ecs",
        "ecs-tasks", "edgelambda", "eks", "elasticache", "elasticloadbalancing", "elasticmapreduce", "events",
        "firehose", "glue", "iot", "kinesis", "kms", "lambda", "logs", "pipes", "rds", "redshift", "route53", "s3",
        "sagemaker", "scheduler", "secretsmanager", "ses", "sns", "spotfleet", "sqs", "ssm", "states", "transfer",
        "vpc-flow-logs",
    }
)  # fmt: skip
"""For these the reference is not asked, which takes its time to load."""
_BESIDE = frozenset(
    {
        "alexa-appkit", "alexa-connectedhome", "amazonmq",
        "application-insights", "application-status-checks", "automation", "aws-artifact-account-sync",
        "batchoperations", "billingconsole", "capacitymanager", "cassandra-streams", "cloudwatch-crossaccount",
        "codecatalyst-runner", "codestar", "cognito-identity-us-gov", "config-conforms", "config-multiaccountsetup",
        "costalerts", "deeplens", "delivery", "diode", "docdb", "ec2-images", "ec2fastlaunch", "ec2fleet",
        "ec2scheduled", "ec2sqlha", "ecs-compute", "eks-connector", "eks-fargate", "eks-fargate-pods",
        "eks-nodegroup", "elasticache-snapshot", "galaxy", "iotevents", "iotthingsgraph", "jellyfish", "lexv2",
        "macie", "managedservices", "marketplace", "metering-marketplace", "migrationhub", "mobilehub",
        "monitoring", "neptune", "networkinsights", "opensearchservice", "pinpoint", "purchaseorders",
        "rds-preview", "securityhubv2", "servicecatalog-appregistry", "spot", "streams", "sync-states",
        "transcribestreaming", "transitgateway", "tts", "vmie",
    }
)  # fmt: skip
"""Services that no action begins with."""


def may_be(kind: str, name: str) -> bool:
    """Whether there can be a principal of this kind and name, as far as its form tells."""
    if kind == "AWS":
        forms = (_ACCOUNT, _UNIQUE_ID, _IAM, _STS, _ORIGIN_ACCESS)
        return name == "*" or any(form.fullmatch(name) for form in forms)
    return kind != "Service" or is_service(name)


def is_service(principal: str) -> bool:
    """Whether a service has this name: `lambda.amazonaws.com`, `logs.eu-central-1.amazonaws.com`."""
    read = _SERVICE.fullmatch(principal)
    if read is None:
        return False
    labels = [label for label in read["name"].split(".") if not _REGION.fullmatch(label)]
    if not labels:
        return False
    words = labels[-1].split("-")
    leading = ("-".join(words[:count]) for count in range(len(words), 0, -1))
    return any(map(_is_known, leading)) or _is_known(words[-1])


def _is_known(service: str) -> bool:
    return service in _OFTEN or service in _BESIDE or service_exists(service)


def of_account(name: str) -> tuple[str, str] | None:
    """The account that an ARN of IAM's is of and whom it names there, `root` or `role/...`; None for anything else."""
    named = _IAM.fullmatch(name)
    return (named[1], named[2]) if named else None
