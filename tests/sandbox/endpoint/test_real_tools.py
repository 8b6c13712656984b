"""The tools that people have, from their registries, against the endpoint: each in an environment of its own.

They run with nothing but loopback where the machine allows it, are led nowhere else, and ask nobody for news.
"""

import ctypes
import fcntl
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from patterns import Sandbox

pytestmark = pytest.mark.long
NEW_NETWORK = 0x40000000
SET_FLAGS, UP_AND_RUNNING = 0x8914, 0x41
"""netdevice(7): https://man7.org/linux/man-pages/man7/netdevice.7.html"""
HANDLER = "def f(event, context):\n    return {'got': event}\n"
FUNCTION = {"Runtime": "python3.12", "Handler": "h.f", "CodeUri": "code"}
SERVERLESS = {
    "Transform": "AWS::Serverless-2016-10-31",
    "Parameters": {"Word": {"Type": "String", "Default": "one"}},
    "Resources": {
        "One": {"Type": "AWS::Serverless::Function", "Properties": FUNCTION},
        "Two": {"Type": "AWS::Serverless::Function", "Properties": FUNCTION},
        "Said": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": {"Ref": "Word"}}},
    },
    "Outputs": {"Name": {"Value": {"Ref": "One"}}},
}
MACHINE = json.dumps({"StartAt": "Done", "States": {"Done": {"Type": "Pass", "Result": "said", "End": True}}})
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }
)
APP = """
const cdk = require('aws-cdk-lib');
const app = new cdk.App({analyticsReporting: false});
const shop = new cdk.Stack(app, 'Shop', {env: {account: '123456789012', region: 'us-east-1'}});
new (require('aws-cdk-lib/aws-s3').Bucket)(shop, 'Bucket', {removalPolicy: cdk.RemovalPolicy.DESTROY});
new (require('aws-cdk-lib/aws-sqs').Queue)(shop, 'Queue', {visibilityTimeout: cdk.Duration.seconds(+process.env.SECS)});
const lambda = require('aws-cdk-lib/aws-lambda');
new lambda.Function(shop, 'Fn', {runtime: lambda.Runtime.PYTHON_3_12, handler: 'h.f',
    code: lambda.Code.fromAsset('code')});
"""
SCRIPT = """
import {S3Client, CreateBucketCommand, PutObjectCommand, GetObjectCommand} from "@aws-sdk/client-s3";
const mine = new S3Client({}), key = "a b/\\u00fc.txt";
await mine.send(new CreateBucketCommand({Bucket: "from-js"}));
await mine.send(new PutObjectCommand({Bucket: "from-js", Key: key, Body: "read me"}));
console.log(await (await mine.send(new GetObjectCommand({Bucket: "from-js", Key: key}))).Body.transformToString());
const [accessKeyId, secretAccessKey, sessionToken] = JSON.parse(process.env.ROLE);
const role = new S3Client({credentials: {accessKeyId, secretAccessKey, sessionToken}});
try { await role.send(new GetObjectCommand({Bucket: "from-js", Key: key})); console.log("let in"); }
catch (error) { console.log(error.name); }
"""


class Tool:
    """Runs one tool in a folder, as somebody's shell would."""

    def __init__(self, folder, url, program):
        self.folder, self.url, self.program = folder, url, [str(part) for part in program]

    def __call__(self, *arguments, fails=False, **environment):
        # What asked elsewhere would fail: there is no proxy at this port.
        nowhere = {"HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9", "NO_PROXY": "127.0.0.1"}
        quiet = {**nowhere, "SAM_CLI_TELEMETRY": "0", "CDK_DISABLE_CLI_TELEMETRY": "1", "NO_COLOR": "1", "CI": "1"}
        keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1"}
        found = {
            "PATH": os.environ["PATH"], "HOME": str(self.folder), "AWS_ENDPOINT_URL": self.url, **quiet, **keys,
            "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true", **environment,
        }  # fmt: skip
        ran = subprocess.run(
            [*self.program, *arguments], cwd=self.folder, env=found, capture_output=True, text=True, timeout=240,
            check=False,
        )  # fmt: skip
        assert (ran.returncode != 0) is fails, f"{arguments}: {ran.stdout[-2000:]} {ran.stderr[-2000:]}"
        return ran.stdout + (ran.stderr if fails else "")


@contextmanager
def alone():
    """A network of one's own for this thread and what it starts, with loopback alone; False where none is to be had.

    Nobody else in this process loses the network, and at the end it is as it was.
    """
    own = Path("/proc/thread-self/ns/net")
    if not own.exists():
        yield False
        return
    kernel = ctypes.CDLL(None, use_errno=True)
    with own.open() as before:
        if kernel.unshare(NEW_NETWORK):
            yield False
            return
        try:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
                fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sh", b"lo", UP_AND_RUNNING))
            yield True
        finally:
            assert kernel.setns(before.fileno(), NEW_NETWORK) == 0


@pytest.fixture(scope="module")
def tools(work):
    """The programs, installed while there is a network, then the way to them without one."""
    found = {"aws": python_tool(work, "awscli", "aws"), "sam": python_tool(work, "aws-sam-cli", "sam")}
    found["node"] = npm_installed(work)
    with alone() as is_alone:
        yield {**found, "is alone": is_alone}


@pytest.fixture(scope="module")
def aws(tools):
    with Sandbox(run_foreign_code=True) as account:
        yield account


@pytest.fixture(scope="module")
def url(aws):
    with aws.endpoint(ticks=True) as address:
        yield address


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tools")
    (folder / "code").mkdir()
    (folder / "code" / "h.py").write_text(HANDLER)
    (folder / "template.json").write_text(json.dumps(SERVERLESS))
    return folder


def python_tool(work, package, program):
    """The program of a package of PyPI in an environment made for it; None where there is none to be had."""
    place = work / f"env-{package}"
    subprocess.run([sys.executable, "-m", "uv", "venv", "-q", str(place)], check=True, timeout=120)
    install = [sys.executable, "-m", "uv", "pip", "install", "-q", "--python", str(place / "bin" / "python"), package]
    made = subprocess.run(install, check=False, capture_output=True, timeout=400)
    return None if made.returncode else place / "bin" / program


def npm_installed(work):
    """Whether npm has installed what the tests of Node.js need into the folder."""
    if not shutil.which("npm"):
        return False
    (work / "package.json").write_text("{}")
    install = ["npm", "install", "--no-audit", "--no-fund", "aws-cdk@2", "aws-cdk-lib@2", "constructs@10"]
    made = subprocess.run([*install, "@aws-sdk/client-s3@3"], cwd=work, check=False, capture_output=True, timeout=400)
    return made.returncode == 0


def need(found, what):
    if not found:
        pytest.skip(f"{what} cannot be installed here")
    return found


@pytest.fixture
def cli(work, url, tools):
    return Tool(work, url, [need(tools["aws"], "the AWS CLI")])


@pytest.fixture
def node(work, tools):
    need(tools["node"], "what npm has")
    return work


def test_there_is_nothing_but_loopback(tools, url):
    if not tools["is alone"]:
        pytest.skip("this machine lets nobody have a network of his own")
    interfaces = Path("/proc/thread-self/net/dev").read_text().splitlines()[2:]
    assert [line.partition(":")[0].strip() for line in interfaces] == ["lo"]


def test_the_aws_cli_packages_deploys_and_calls_what_it_deployed(aws, work, cli):
    cli("s3", "mb", "s3://assets")
    cli("s3", "cp", "template.json", "s3://assets/copy.json")
    assert json.loads(cli("s3", "cp", "s3://assets/copy.json", "-")) == SERVERLESS
    packed = ["--template-file", "template.json", "--s3-bucket", "assets", "--output-template-file", "packed.yaml"]
    cli("cloudformation", "package", *packed)
    deploy = ["cloudformation", "deploy", "--template-file", "packed.yaml", "--stack-name", "app"]
    may = ["--capabilities", "CAPABILITY_IAM"]

    assert "InsufficientCapabilities" in cli(*deploy, fails=True)
    assert "Successfully created/updated stack - app" in cli(*deploy, *may)
    assert "No changes to deploy" in cli(*deploy, *may, "--no-fail-on-empty-changeset")
    cli(*deploy, *may, "--parameter-overrides", "Word=two")
    events = cli("cloudformation", "describe-stack-events", "--stack-name", "app", "--query", "StackEvents[0]")
    assert json.loads(events)["ResourceStatus"] == "UPDATE_COMPLETE"
    [stack] = [one for one in aws.stacks if one.name == "app"]
    cli("lambda", "invoke", "--function-name", stack.outputs["Name"], "--payload", '{"a": 1}', "answer.json")
    assert json.loads((work / "answer.json").read_text()) == {"got": {"a": 1}}
    cli("cloudformation", "delete-stack", "--stack-name", "app")
    cli("cloudformation", "wait", "stack-delete-complete", "--stack-name", "app")
    assert [one.name for one in aws.stacks] == []


def test_the_aws_cli_speaks_every_protocol(cli):
    keys = [
        "--attribute-definitions",
        "AttributeName=k,AttributeType=S",
        "--key-schema",
        "AttributeName=k,KeyType=HASH",
    ]
    cli("dynamodb", "create-table", "--table-name", "things", *keys, "--billing-mode", "PAY_PER_REQUEST")
    cli("dynamodb", "put-item", "--table-name", "things", "--item", '{"k": {"S": "v"}}')
    assert json.loads(cli("dynamodb", "scan", "--table-name", "things"))["Count"] == 1

    role = json.loads(cli("iam", "create-role", "--role-name", "runs", "--assume-role-policy-document", TRUST))
    made = cli(
        "stepfunctions", "create-state-machine", "--name", "m", "--definition", MACHINE, "--role-arn",
        role["Role"]["Arn"],
    )  # fmt: skip
    begun = cli("stepfunctions", "start-execution", "--state-machine-arn", json.loads(made)["stateMachineArn"])
    arn = json.loads(begun)["executionArn"]
    assert json.loads(cli("stepfunctions", "describe-execution", "--execution-arn", arn))["output"] == '"said"'

    asked = ["--policy-source-arn", role["Role"]["Arn"], "--action-names", "s3:GetObject"]
    [result] = json.loads(cli("iam", "simulate-principal-policy", *asked))["EvaluationResults"]
    assert result["EvalDecision"] == "implicitDeny"

    # These two have an address of their own in the AWS CLI, whatever the environment says.
    direct = ["--endpoint-url", cli.url]
    queue = json.loads(cli("sqs", "create-queue", "--queue-name", "work", *direct))["QueueUrl"]
    cli("sqs", "send-message", "--queue-url", queue, "--message-body", "hello", *direct)
    told = json.loads(cli("sqs", "receive-message", "--queue-url", queue, *direct))
    assert told["Messages"][0]["Body"] == "hello"
    assert "SignatureDoesNotMatch" in cli("s3", "ls", fails=True, AWS_SECRET_ACCESS_KEY="wrong")


def test_sam_deploys_and_deletes(aws, work, url, tools):
    sam = Tool(work, url, [need(tools["sam"], "SAM")])
    sam(
        "deploy", "-t", "template.json", "--stack-name", "two", "--resolve-s3", "--capabilities", "CAPABILITY_IAM",
        "--no-confirm-changeset", "--no-progressbar",
    )  # fmt: skip
    [stack] = [one for one in aws.stacks if one.name == "two"]
    assert (stack.status, {"One", "Two"} <= set(stack)) == ("CREATE_COMPLETE", True)

    sam("delete", "--stack-name", "two", "--no-prompts")
    assert "two" not in [one.name for one in aws.stacks]


def test_the_cdk_bootstraps_deploys_changes_and_destroys(aws, node, url):
    (node / "app.js").write_text(APP)
    cdk = Tool(node, url, [node / "node_modules" / ".bin" / "cdk", "--no-notices", "--app", "node app.js"])
    cdk("bootstrap", "aws://123456789012/us-east-1", SECS="30")
    cdk("deploy", "--require-approval", "never", SECS="30")
    [shop] = [stack for stack in aws.stacks if stack.name == "Shop"]
    assert shop.status == "CREATE_COMPLETE"
    [queue] = [shop[name] for name in shop if shop[name].type == "AWS::SQS::Queue"]

    told = cdk("diff", SECS="44")
    cdk("deploy", "--require-approval", "never", SECS="44")
    assert str(queue.actual["VisibilityTimeout"]) == "44"
    assert "VisibilityTimeout" in told or shop.status == "UPDATE_COMPLETE"

    cdk("destroy", "--force", SECS="44")
    assert "Shop" not in [stack.name for stack in aws.stacks]


def test_the_sdk_for_javascript_puts_and_gets_and_is_refused_as_a_role(aws, node, url):
    (node / "try.mjs").write_text(SCRIPT)
    aws.client("iam").create_role(RoleName="idle", AssumeRolePolicyDocument=TRUST)
    session = aws.acting_as("arn:aws:iam::123456789012:role/idle").client("sts")._request_signer._credentials
    role = json.dumps([session.access_key, session.secret_key, session.token])

    told = Tool(node, url, [shutil.which("node")])("try.mjs", ROLE=role)

    assert told.split("\n")[:2] == ["read me", "AccessDenied"]
