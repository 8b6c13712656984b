"""Layers that AWS publishes and the sandbox has nothing of: a function may have them, and what imports from one fails.

Not here: those that it brings packages for (`package`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from patterns.sandbox.core.errors import NotSimulated
from patterns.sandbox.services.aws_lambda.runtime.function import Function

NO_MODULE = "Runtime.ImportModuleError"

PUBLISHERS: Mapping[str, tuple[str, ...]] = {
    "017000801446": ("AWSLambdaPowertoolsPython",),
    "027255383542": ("AWS-AppConfig-Extension",),
    "094274105915": ("AWSLambdaPowertoolsTypeScript",),
    "177933569100": ("AWS-Parameters-and-Secrets-Lambda-Extension",),
    "336392948345": ("AWSSDKPandas",),
    "580247275435": ("LambdaInsightsExtension",),
    "753240598075": ("LambdaAdapterLayer",),
}
"""Account -> what the names of its layers begin with; of those that differ by region the one of us-east-1.

https://docs.aws.amazon.com/powertools/python/latest/getting-started/install/
https://docs.aws.amazon.com/powertools/typescript/latest/getting-started/lambda-layers/
https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-integration-lambda-extensions-versions.html
https://docs.aws.amazon.com/systems-manager/latest/userguide/ps-integration-lambda-extensions.html
https://aws-sdk-pandas.readthedocs.io/en/stable/layers.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Lambda-Insights-extension-versionsx86-64.html
https://github.com/aws/aws-lambda-web-adapter
"""


def is_closed(arn: str, region: str) -> bool:
    """Whether AWS publishes a layer in a region, and the sandbox has nothing of it; versions are not looked at."""
    parts = arn.split(":")
    names = PUBLISHERS.get(parts[4], ()) if len(parts) > 6 and parts[3] == region else ()
    return any(parts[6].startswith(name) for name in names)


def require_layers(function: Function, failed: bytes, region: str) -> None:
    """Raise `NotSimulated` where code failed to load for a module that such a layer may have."""
    closed = [arn for arn in function.layer_arns if is_closed(arn, region)]
    if closed and NO_MODULE.encode() in failed:
        raise NotSimulated(
            f"function {function.name}: {json.loads(failed).get('errorMessage')}. The sandbox has nothing of "
            f"{', '.join(closed)}, in which that may be: deploy the function with a layer of your own in its place"
        )
