"""What CloudFormation puts beside code that stands in a template and imports `cfnresponse`: it answers for a resource.

Its names are part of the interface:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-lambda-function-code-cfnresponsemodule.html
"""

import json

import urllib3

SUCCESS = "SUCCESS"
FAILED = "FAILED"

http = urllib3.PoolManager()


def send(  # type: ignore[no-untyped-def]
    event, context, responseStatus, responseData, physicalResourceId=None, noEcho=False, reason=None  # noqa: N803
):  # fmt: skip
    """Put the answer where the request says; what goes wrong on the way is written to the log."""
    stream = context.log_stream_name
    answer = {name: event[name] for name in ("StackId", "RequestId", "LogicalResourceId")}
    answer |= {
        "Status": responseStatus,
        "Reason": reason or f"See the details in CloudWatch Log Stream: {stream}",
        "PhysicalResourceId": physicalResourceId or stream,
        "NoEcho": noEcho,
        "Data": responseData,
    }
    body = json.dumps(answer)
    print(f"Response body:\n{body}")  # noqa: T201
    headers = {"content-type": "", "content-length": str(len(body))}
    try:
        response = http.request("PUT", event["ResponseURL"], headers=headers, body=body)
        print("Status code:", response.status)  # noqa: T201
    except Exception as error:
        print("send(..) failed executing http.request(..):", error)  # noqa: T201
