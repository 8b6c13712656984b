"""https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html and .../workflow-variables.html."""

import json

import pytest
from botocore.exceptions import ClientError

from patterns import Sandbox
from patterns.refusals.stepfunctions import problems
from tools.code import TRUST, make_function

DONE = {"Done": {"Type": "Succeed"}}
COUNTS = "def handler(event, context): return {'count': len(event['items'])}"


def says(output, **rest):
    return {"It": {"Type": "Pass", "Output": output, "End": True, **rest}}


@pytest.fixture(scope="module")
def machines():
    with Sandbox(seed=0) as aws:
        yield aws, make_function(aws, COUNTS)


def run(machines, states, given=None, language="JSONata"):
    """(status, output or (error, cause)) of a machine with these states, the first of which begins."""
    aws, _ = machines
    client, iam = aws.client("stepfunctions"), aws.client("iam")
    if "machine" not in {role["RoleName"] for role in iam.list_roles()["Roles"]}:
        trust = json.dumps(TRUST).replace("lambda.amazonaws.com", "states.amazonaws.com")
        iam.create_role(RoleName="machine", AssumeRolePolicyDocument=trust)
        allowed = {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
        iam.put_role_policy(RoleName="machine", PolicyName="may", PolicyDocument=json.dumps(allowed))
    name = f"m{len(client.list_state_machines()['stateMachines'])}"
    definition = json.dumps({"QueryLanguage": language, "StartAt": next(iter(states)), "States": states})
    role = iam.get_role(RoleName="machine")["Role"]["Arn"]
    arn = client.create_state_machine(name=name, definition=definition, roleArn=role)["stateMachineArn"]
    execution = client.start_execution(stateMachineArn=arn, input=json.dumps(given))["executionArn"]
    aws.clock.advance(minutes=1)
    told = client.describe_execution(executionArn=execution)
    return told["status"], json.loads(told["output"]) if "output" in told else (told["error"], told["cause"])


@pytest.mark.parametrize(
    ("expression", "given", "value"),
    [
        ("{% $sum($states.input) %}", [1, 2.5], 3.5),
        ("{% $states.input.none %}", {"none": None}, None),
        ({"a": ["{% $states.input & '!' %}"], "b": "{% 4 / 2 %}", "c": "d"}, 'q"', {"a": ['q"!'], "b": 2, "c": "d"}),
        ("{% $states.input[price > 3].name %}", [{"price": 4, "name": "x"}, {"price": 9, "name": "y"}], ["x", "y"]),
        ("{% $states.input.($ + 1) %}", [1, 2], [2, 3]),
        ("{% $partition([1..5], 2) %}", None, [[1, 2], [3, 4], [5]]),
        ("{% $range(10, 0, -5) %}", None, [10, 5, 0]),
        ("{% $hash('a', 'SHA-1') %}", None, "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"),
        ("{% $parse($states.input) %}", '{"a": null}', {"a": None}),
        ("{% $match('ab12', /[0-9]+/).match %}", None, "12"),
        ("{% $states.context.StateMachine.Name != '' %}", None, True),
        ("{% $pad('a', 3) & '|' %}", None, "a  |"),
        ("{% $fromMillis($millis()) = $now() %}", None, True),
        ("{% $length($uuid()) %}", None, 36),
        ("{% $random() < 1 and $count($shuffle([1, 2])) = 2 and $random(7) = $random(7) %}", None, True),
    ],
)  # fmt: skip
def test_an_expression_yields_json(machines, expression, given, value):
    assert run(machines, says(expression), given) == ("SUCCEEDED", value)


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("$states.input.nope", "returned nothing (undefined)."),
        ("$$", "returned nothing (undefined)."),
        ("function($x) { $x }", "returned an unsupported result type."),
        ("1 / 0", "failed: "),
        ("(", "failed: "),
        ("$eval('1')", "calls $eval, "),
        ("$hash('a', 'MD4')", "names the hash MD4: "),
        ("$parse('{')", "parses a text that is not JSON."),
        ("$partition([1], 0)", "parts a list into pieces of 0: "),
        ("$range(1, 2, 0)", "makes a range in steps of 0."),
        ("$range(1, 1000000)", "makes a range of 1000000 numbers: "),
        ("$pad('a', 1000000)", "makes a text of 1000000 characters, "),
        ("($f := function($n) { 1 + $f($n + 1) }; $f(1))", "failed: "),
    ],
)
def test_an_expression_without_a_value_fails_its_state(machines, expression, why):
    status, (error, cause) = run(machines, says(f"{{% {expression} %}}"))

    assert (status, error) == ("FAILED", "States.QueryEvaluationError")
    assert f"The JSONata expression '{expression}' {why}" in cause


def test_variables_last_from_state_to_state_and_into_maps(machines):
    states = {
        "Set": {"Type": "Pass", "Assign": {"by": "{% $states.input.by %}", "text": {"in": 'a"b'}}, "Next": "Each"},
        "Each": {
            "Type": "Map", "Items": "{% $states.input.items %}", "End": True,
            "ItemSelector": {"v": "{% $states.context.Map.Item.Value %}"},
            "ItemProcessor": {
                "StartAt": "I",
                "States": {"I": {"Type": "Pass", "Output": "{% $states.input.v & $by & $text.in %}", "End": True}},
            },
        },
    }  # fmt: skip

    assert run(machines, states, {"by": 3, "items": [1, 2]}) == ("SUCCEEDED", ['13a"b', '23a"b'])


def test_a_task_takes_arguments_and_a_choice_asks_what_came_of_it(machines):
    _, function = machines
    task = {
        "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Next": "Many",
        "Arguments": {"FunctionName": function, "Payload": {"items": "{% $states.input %}"}},
        "Output": "{% $states.result.Payload %}", "Assign": {"count": "{% $states.result.Payload.count %}"},
    }  # fmt: skip
    rule = {"Condition": "{% $count > 1 %}", "Output": "{% 'many: ' & $string($count) %}", "Next": "Done"}
    fail = {"Type": "Fail", "Error": "{% 'Few' & $string($states.input.count) %}", "Cause": "few"}
    states = {"T": task, "Many": {"Type": "Choice", "Choices": [rule], "Default": "F"}, "F": fail, **DONE}

    assert run(machines, states, [1, 2]) == ("SUCCEEDED", "many: 2")
    assert run(machines, states, [1]) == ("FAILED", ("Few1", "few"))
    loose = {**states, "Many": {"Type": "Choice", "Choices": [{**rule, "Condition": "{% 'x' %}"}], "Default": "F"}}
    assert run(machines, loose, [1])[1][0] == "States.QueryEvaluationError"


def test_an_output_that_fails_is_caught(machines):
    _, function = machines
    catch = {"ErrorEquals": ["States.ALL"], "Output": "{% $states.errorOutput.Error %}", "Next": "Done"}
    task = {"Type": "Task", "Resource": function, "Arguments": {"items": []}, "Output": "{% $states.result.no %}"}

    assert run(machines, {"T": {**task, "Catch": [catch], "Next": "Done"}, **DONE}) == (
        "SUCCEEDED", "States.QueryEvaluationError",
    )  # fmt: skip
    assert run(machines, {"T": {**task, "End": True}})[0] == "FAILED"


def test_paths_read_variables_and_states_choose_their_language(machines):
    states = {
        "Set": {"Type": "Pass", "Assign": {"x.$": "$.a", "y": 5}, "Next": "Use"},
        "Use": {"Type": "Pass", "Parameters": {"x.$": "$x.b", "t.$": "States.Format('{}', $y)"}, "Next": "Say"},
        "Say": {
            "Type": "Pass",
            "QueryLanguage": "JSONata",
            "Output": "{% $states.input.t & $string($y) %}",
            "End": True,
        },
    }

    assert run(machines, states, {"a": {"b": 2}}, "JSONPath") == ("SUCCEEDED", "55")


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ({"InputPath": "$.a"}, "Field 'InputPath' is not supported in a state of JSONata at /States/It/InputPath"),
        (
            {"QueryLanguage": "JSONPath"},
            "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata'",
        ),
        ({"QueryLanguage": "SQL"}, "'QueryLanguage' must be one of JSONata, JSONPath"),
        ({"Assign": {"states": 1}}, "'states' is no name of a variable at /States/It/Assign"),
        ({"Assign": {"a b": 1}}, "'a b' is no name of a variable at /States/It/Assign"),
    ],
)
def test_what_is_of_the_other_language_is_refused_by_service_and_check(machines, state, message):
    definition = {"QueryLanguage": "JSONata", "StartAt": "It", "States": says(1, **state)}

    with pytest.raises(ClientError, match="InvalidDefinition"):
        run(machines, says(1, **state))
    assert message in str(problems(json.dumps(definition)))


def test_a_path_state_has_no_output():
    definition = {"StartAt": "It", "States": says(1)}

    assert "Field 'Output' is not supported in a state of JSONPath" in str(problems(json.dumps(definition)))
