"""Layers that AWS publishes: they are there, and nothing of them is."""

import pytest
from botocore.exceptions import ClientError

from patterns.sandbox.core.errors import NotSimulated
from tools.code import call, make_function

INSIGHTS = "arn:aws:lambda:us-east-1:580247275435:layer:LambdaInsightsExtension:38"


def test_a_function_that_needs_nothing_of_it_runs(aws):
    make_function(aws, "def handler(event, context): return 1", Layers=[INSIGHTS])

    assert call(aws) == (1, None)
    found = aws.client("lambda").get_function_configuration(FunctionName="worker")["Layers"]
    assert [layer["Arn"] for layer in found] == [INSIGHTS]


def test_a_module_that_it_may_have_is_not_simulated(aws):
    make_function(aws, "import insights\ndef handler(event, context): return 1", Layers=[INSIGHTS])

    with pytest.raises(NotSimulated, match=f"No module named 'insights'. The sandbox has nothing of {INSIGHTS}"):
        call(aws)


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:lambda:us-east-1:123456789012:layer:mine:1",
        "arn:aws:lambda:us-east-1:210987654321:layer:theirs:1",
        "arn:aws:lambda:us-east-1:580247275435:layer:other:1",
        "arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:38",
    ],
)
def test_other_layers_have_to_be_there(aws, arn):
    with pytest.raises(ClientError, match="does not exist"):
        make_function(aws, "def handler(event, context): return 1", Layers=[arn])
