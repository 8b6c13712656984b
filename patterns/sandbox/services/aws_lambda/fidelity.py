"""What AWS Lambda does here, and what it does not."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.sandbox.core.fidelity_entries import ABSENT, FAITHFUL, SIMPLIFIED, Behaviour, Limit, Refused

BEHAVIOURS = (
    Behaviour(
        "A function starts cold, stays warm, and starts cold again after a long idle time or a change.",
        SIMPLIFIED,
        "/lambda/latest/dg/lambda-runtime-environment.html",
        r"""
        make_function(
            aws, "calls = 0\ndef handler(event, context):\n    global calls\n    calls += 1\n    return calls"
        )
        [call(aws)[0] for _ in range(3)]
        """,
        modules=("concurrency",),
    ),
    Behaviour(
        "Code that runs too long, uses too much memory, exits or returns something that is not JSON "
        "ends with the service's error.",
        FAITHFUL,
        "/lambda/latest/dg/troubleshooting-invocation.html",
        r"""
        make_function(aws, "import os\ndef handler(event, context): os._exit(3)")
        call(aws)[0]["errorType"]
        """,
        modules=("concurrency",),
    ),
    Behaviour(
        "`/tmp` is the function's own, as large as its `EphemeralStorage`, and kept while it is warm; its code is "
        "read-only, and nothing of the reader's is there.",
        FAITHFUL,
        "/lambda/latest/dg/lambda-runtime-environment.html",
        r"""
        make_function(
            aws,
            "import os\ndef handler(event, context):\n    open('/tmp/%d' % len(os.listdir('/tmp')), 'w')\n"
            "    return sorted(os.listdir('/tmp')), os.access('/var/task/index.py', os.R_OK), os.getcwd()",
        )
        [call(aws)[0] for _ in range(2)]
        """,
    ),
    Behaviour(
        "Calls beyond the reserved concurrency are refused with 429.",
        FAITHFUL,
        "/lambda/latest/dg/configuration-concurrency.html",
        r"""
        make_function(aws, "import time\ndef handler(event, context): time.sleep(60)", Timeout=90)
        aws.client("lambda").put_function_concurrency(FunctionName="worker", ReservedConcurrentExecutions=1)
        ask = lambda: attempt(aws.client("lambda").invoke, FunctionName="worker")
        [one.code for one in aws.at_once(ask, ask)]
        """,
    ),
    Behaviour(
        "An event that fails is retried after one and two minutes, then goes where failed events go.",
        FAITHFUL,
        "/lambda/latest/dg/invocation-async-error-handling.html",
        """
        make_function(aws, "def handler(event, context): raise ValueError")
        aws.client("lambda").invoke(FunctionName="worker", InvocationType="Event")
        aws.clock.advance(minutes=10)
        sum("START" in line for line in log_lines(aws))
        """,
    ),
    Behaviour(
        "A function that calls itself over and over, also by a queue, topic or bucket, is stopped after 16 rounds.",
        FAITHFUL,
        "/lambda/latest/dg/invocation-recursion.html",
        r"""
        code = "import boto3\ndef handler(event, context):\n    boto3.client('lambda')"
        make_function(aws, code + ".invoke(FunctionName='worker', InvocationType='Event')", grants=["lambda:*"])
        aws.client("lambda").invoke(FunctionName="worker", InvocationType="Event")
        sum("START" in line for line in log_lines(aws))
        """,
        modules=("queue_event_source",),
    ),
    Behaviour(
        "A function that is a container image is made where the image is in the account's registry, in the same "
        "region, and refused where it is not. Its container is not run: who calls the function is told so.",
        SIMPLIFIED,
        "/lambda/latest/dg/images-create.html",
        r"""
        make_function(aws, "def handler(event, context): return 1")
        role = aws.client("lambda").get_function(FunctionName="worker")["Configuration"]["Role"]
        uri = "123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1"
        asked = {"FunctionName": "packed", "PackageType": "Image", "Role": role, "Code": {"ImageUri": uri}}
        attempt(aws.client("lambda").create_function, **asked).code
        """,
    ),
    Behaviour(
        "A function URL answers requests.",
        ABSENT,
        "/lambda/latest/dg/urls-invocation.html",
        """
        make_function(aws, "def handler(event, context): return 1")
        url = aws.client("lambda").create_function_url_config(FunctionName="worker", AuthType="NONE")["FunctionUrl"]
        import requests

        attempt(requests.get, url).code
        """,
    ),
    Behaviour(
        "A queue passes its messages to a function in batches; only those that failed come back.",
        SIMPLIFIED,
        "/lambda/latest/dg/services-sqs-errorhandling.html",
        r"""
        sqs, code = aws.client("sqs"), "def handler(event, context):\n    raise ValueError('no')"
        url = sqs.create_queue(QueueName="q", Attributes={"VisibilityTimeout": "60"})["QueueUrl"]
        make_function(aws, code, grants=["sqs:*"])
        aws.client("lambda").create_event_source_mapping(
            FunctionName="worker", EventSourceArn="arn:aws:sqs:us-east-1:123456789012:q"
        )
        sqs.send_message(QueueUrl=url, MessageBody="a")
        aws.clock.advance(minutes=3)
        sum("START" in line for line in log_lines(aws)) > 1
        """,
        modules=("queue_event_source",),
    ),
    Behaviour(
        "A stream passes changes to its function, in batches and in order.",
        SIMPLIFIED,
        "/lambda/latest/dg/with-ddb.html",
        """
        dynamodb, key = aws.client("dynamodb"), {"AttributeName": "id"}
        stream = dynamodb.create_table(
            TableName="notes",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[key | {"KeyType": "HASH"}],
            AttributeDefinitions=[key | {"AttributeType": "S"}],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
        )["TableDescription"]["LatestStreamArn"]
        make_function(
            aws,
            "def handler(event, context): print(*[one['eventName'] for one in event['Records']])",
            grants=["dynamodb:*"],
        )
        aws.client("lambda").create_event_source_mapping(
            FunctionName="worker", EventSourceArn=stream, StartingPosition="TRIM_HORIZON"
        )
        dynamodb.put_item(TableName="notes", Item={"id": {"S": "a"}})
        dynamodb.delete_item(TableName="notes", Key={"id": {"S": "a"}})
        aws.clock.advance(seconds=5)
        [line for line in log_lines(aws) if "INSERT" in line or "REMOVE" in line]
        """,
        modules=("stream_event_source",),
    ),
    Behaviour(
        "A stream of Kinesis passes its records to its function, shard by shard.",
        FAITHFUL,
        "/lambda/latest/dg/with-kinesis.html",
        """
        make_function(aws, "def handler(event, context): print(*[r['kinesis']['data'] for r in event['Records']])")
        kinesis = aws.client("kinesis")
        kinesis.create_stream(StreamName="clicks", ShardCount=1)
        stream = kinesis.describe_stream_summary(StreamName="clicks")["StreamDescriptionSummary"]["StreamARN"]
        aws.client("lambda").create_event_source_mapping(
            FunctionName="worker", EventSourceArn=stream, StartingPosition="TRIM_HORIZON"
        )
        records = [{"Data": text, "PartitionKey": "ann"} for text in (b"a", b"b")]
        kinesis.put_records(StreamName="clicks", Records=records)
        log_lines(aws)
        """,
    ),
    Behaviour(
        "A function is made or changed only with settings within Lambda's limits, a runtime that is not blocked yet, "
        "code that is there and is a zip file, and a role that Lambda can take on and that may do what dead letters "
        "and a network need.",
        FAITHFUL,
        "/lambda/latest/api/API_CreateFunction.html",
        """
        make_function(aws, "def handler(event, context): return 1")
        change = aws.client("lambda").update_function_configuration
        attempt(change, FunctionName="worker", Timeout=901).message
        """,
        modules=("creation_checks",),
    ),
    Behaviour(
        "A function has one URL, and so has each of its aliases.",
        FAITHFUL,
        "/lambda/latest/api/API_CreateFunctionUrlConfig.html",
        """
        make_function(aws, "def handler(event, context): return 1")
        make = aws.client("lambda").create_function_url_config
        make(FunctionName="worker", AuthType="AWS_IAM")
        attempt(make, FunctionName="worker", AuthType="AWS_IAM").message
        """,
        modules=("url_checks",),
    ),
    Behaviour(
        "A function is tied only to a queue that hides messages as long as it runs, to sources and destinations that "
        "its role may use, and with filters that are patterns.",
        FAITHFUL,
        "/lambda/latest/dg/services-sqs-configure.html",
        """
        aws.client("sqs").create_queue(QueueName="q", Attributes={"VisibilityTimeout": "30"})
        make_function(aws, "def handler(event, context): return 1", Timeout=60)
        queue = "arn:aws:sqs:us-east-1:123456789012:q"
        attempt(aws.client("lambda").create_event_source_mapping, FunctionName="worker", EventSourceArn=queue).message
        """,
        modules=("source_checks",),
    ),
    Behaviour(
        "A function is known by its name, its ARN, or a part of that; versions and aliases have policies of their own, "
        "aliases share calls by weight, and `RevisionId` guards every change.",
        FAITHFUL,
        "/lambda/latest/dg/versioning-aliases-permissions.html",
        """
        make_function(aws, "def handler(event, context): return 1")
        change = aws.client("lambda").update_function_configuration
        attempt(change, FunctionName="123456789012:function:worker", Timeout=5, RevisionId="old").code
        """,
    ),
    Behaviour(
        "A function answers at its URL whoever its policy lets in.",
        FAITHFUL,
        "/lambda/latest/dg/urls-invocation.html",
        """
        make_function(aws, "def handler(event, context): return {'path': event['rawPath']}")
        client = aws.client("lambda")
        url = client.create_function_url_config(FunctionName="worker", AuthType="NONE")["FunctionUrl"]
        before = aws.http("GET", url).status
        for action in ("InvokeFunctionUrl", "InvokeFunction"):
            client.add_permission(
                FunctionName="worker", StatementId=action, Action=f"lambda:{action}", Principal="*"
            )
        [before, aws.http("GET", f"{url.rstrip('/')}/items").json()]
        """,
    ),
)

LIMITS = (
    Limit(
        "Every Python runtime is the Python of the sandbox; functions in other languages are stored but not run.",
        r"""
        import sys

        make_function(aws, "import sys\ndef handler(event, context): return sys.version_info[:2]")
        call(aws)[0] == list(sys.version_info[:2])
        """,
    ),
    Limit(
        "Of the layers that AWS publishes Powertools for Python (V3) has what it holds; others are there and hold "
        "nothing: a function that fails for a module which one may have is said not to be simulated. Layers of other "
        "accounts are not there.",
        r"""
        arn = "arn:aws:lambda:us-east-1:580247275435:layer:LambdaInsightsExtension:38"
        make_function(aws, "import insights\ndef handler(event, context): return 1", Layers=[arn])
        attempt(aws.client("lambda").invoke, FunctionName="worker").code
        """,
    ),
    Limit(
        "Work takes no account time, only sleeping does; the times in a REPORT line are drawn at random from the seed.",
        """
        make_function(aws, "def handler(event, context): return sum(range(10**6))")
        before = aws.clock.now
        call(aws)
        aws.clock.now == before
        """,
    ),
    Limit(
        "A loop that Lambda does not stop runs a hundred rounds at a moment, then one a minute; functions that wait "
        "for one another may be 32.",
        r"""
        code = "import boto3\ndef handler(event, context):\n    boto3.client('lambda')"
        make_function(aws, code + ".invoke(FunctionName='worker', InvocationType='Event')", grants=["lambda:*"])
        aws.client("lambda").put_function_recursion_config(FunctionName="worker", RecursiveLoop="Allow")
        aws.client("lambda").invoke(FunctionName="worker", InvocationType="Event")
        sum("START" in line for line in log_lines(aws)) == 100
        """,
    ),
    Limit(
        "A function has one process and no network: starting a program or opening a connection is refused.",
        r"""
        make_function(aws, "import subprocess\ndef handler(event, context): subprocess.run(['ls'])")
        call(aws)[0]["errorMessage"]
        """,
    ),
    Limit(
        "A function's file system is the kernel's work where Linux gives it namespaces, as it does most users. "
        "Elsewhere (macOS, many containers) Python's ways to files are led and refused instead: code in C is not, "
        "folders above what is seen cannot be listed, sqlite attaches no file, and what sqlite writes is limited by "
        "file. `pytest` says which way it was, in a line at its end.",
        r"""
        from patterns.sandbox.services.aws_lambda.runtime.zygote import GUARD, shared

        make_function(
            aws,
            "import ctypes, os\n"
            "def handler(event, context):\n"
            "    return os.path.exists('/var/log'), ctypes.CDLL(None).access(b'/var/log', 0) == 0",
        )
        with shared.forced(GUARD):
            found = call(aws)[0]
        found
        """,
    ),
    Limit(
        "`time.monotonic` is the reader's: `asyncio.sleep`, and waits with a time-out in `threading`, take real time.",
        r"""
        make_function(aws, "import asyncio\ndef handler(event, context): asyncio.run(asyncio.sleep(0.1))")
        before = aws.clock.now
        call(aws)
        aws.clock.now == before
        """,
    ),
    Limit(
        "A function's URL answers `aws.http`, and no other client: to `requests` and to functions it is not there.",
        """
        make_function(aws, "def handler(event, context): return 1")
        url = aws.client("lambda").create_function_url_config(FunctionName="worker", AuthType="NONE")["FunctionUrl"]
        import requests

        attempt(requests.get, url).code
        """,
    ),
    Limit(
        "What Lambda does in a function's role, writing its log and reading its queues and streams, needs no "
        "permission from that role once it is set up; the function's own calls, and what it passes on, do.",
        """
        make_function(aws, "def handler(event, context): print(1)")
        aws.client("iam").delete_role_policy(RoleName="worker-role", PolicyName="may")
        call(aws)
        len(aws.client("logs").describe_log_streams(logGroupName="/aws/lambda/worker")["logStreams"])
        """,
    ),
    Limit(
        "A table's stream has one shard; its batches run one after another whatever the "
        "parallelization factor, and its tumbling windows are stored but not used.",
        """
        key = {"AttributeName": "id"}
        made = aws.client("dynamodb").create_table(
            TableName="data",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{**key, "KeyType": "HASH"}],
            AttributeDefinitions=[{**key, "AttributeType": "S"}],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
        )["TableDescription"]
        found = aws.client("dynamodbstreams").describe_stream(StreamArn=made["LatestStreamArn"])
        len(found["StreamDescription"]["Shards"])
        """,
    ),
    Limit(
        "Of a function, Lambda's checks of these are not made: the key of its variables, subnets and groups of its "
        "network, SnapStart, code signing, the total of its layers' size, and whether tracing is allowed (AWS does not "
        "say that it checks that).",
        """
        made = make_function(aws, "def handler(event, context): return 1", KMSKeyArn="arn:aws:kms:us-east-1:1:key/a")
        aws.client("lambda").get_function_configuration(FunctionName=made)["State"]
        """,
    ),
    Limit(
        "An alias may share its calls with a version that is not there: they all go to its own.",
        """
        make_function(aws, "def handler(event, context): return 1")
        client, shared = aws.client("lambda"), {"AdditionalVersionWeights": {"9": 0.5}}
        version = client.publish_version(FunctionName="worker")["Version"]
        client.create_alias(FunctionName="worker", Name="live", FunctionVersion=version, RoutingConfig=shared)["Name"]
        """,
    ),
)

REFUSALS: Mapping[str, Refused] = {
    "AWS::Lambda::Alias": Refused(
        made="names that no function can have, versions that are not there, weights that exclude each other",
        page="/lambda/latest/dg/configuring-alias-routing.html",
        not_made="versions with different roles or dead letters behind one alias",
    ),
    "AWS::Lambda::EventInvokeConfig": Refused(
        made="functions that are not there or cannot be, a role that may not reach where results go",
        page="/lambda/latest/api/API_PutFunctionEventInvokeConfig.html",
        not_made="destinations that do not exist",
    ),
    "AWS::Lambda::EventSourceMapping": Refused(
        made=(
            "queues, streams and roles that do not fit: visibility under the function's time, rights, batches, "
            "filters, a source twice"
        ),
        page="/lambda/latest/api/API_CreateEventSourceMapping.html",
        not_made="Kafka, MQ and document databases",
    ),
    "AWS::Lambda::Function": Refused(
        made=(
            "settings (levels of logs in text in our words), runtimes past their date, code that is not "
            "there, a role it cannot take or that may "
            "not do what settings need, reserved concurrency, images that are not in the account's registry"
        ),
        page="/lambda/latest/api/API_CreateFunction.html",
        not_made="75 GB of code, images of other accounts that let Lambda in, what is inside an image",
    ),
    "AWS::Lambda::LayerVersion": Refused(
        made="code that is not there or no zip file",
        page="/lambda/latest/api/API_PublishLayerVersion.html",
        not_made="the size of function and layers together",
    ),
    "AWS::Lambda::Permission": Refused(
        made="functions that are not there or cannot be, principals that are none",
        page="/lambda/latest/api/API_AddPermission.html",
        not_made="the size of the policy, principals that do not exist",
    ),
    "AWS::Lambda::Url": Refused(
        made="a second URL, a function or alias that is not there",
        page="/lambda/latest/api/API_CreateFunctionUrlConfig.html",
        not_made="what CORS settings may be beyond the schema",
    ),
    "AWS::Lambda::Version": Refused(
        made="a function that is not there, or that is as its last version was",
        page="/lambda/latest/api/API_PublishVersion.html",
        not_made="a hash of code that is another",
    ),
}
"""What the service refuses to make, type by type, beyond its schema."""
