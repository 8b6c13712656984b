"""Each private name of moto's SSM that the patch touches, by what the service answers through it."""

import json

from patterns import Sandbox

POLICY = {"Type": "Expiration", "Version": "1.0", "Attributes": {"Timestamp": "2030-01-01T00:00:00.000Z"}}


def test_policies_are_reported_one_by_one_until_taken_away():  # Parameter.response_object
    with Sandbox() as aws:
        ssm = aws.client("ssm")
        named = {"Name": "/app/key", "Type": "String", "Value": "one", "Tier": "Advanced"}

        ssm.put_parameter(**named, Policies=json.dumps([POLICY]))
        [found] = ssm.describe_parameters()["Parameters"]
        assert [policy["PolicyType"] for policy in found["Policies"]] == ["Expiration"]
        assert json.loads(found["Policies"][0]["PolicyText"]) == POLICY

        ssm.put_parameter(**named, Overwrite=True, Policies="[{}]")
        [found] = ssm.describe_parameters()["Parameters"]
        assert found.get("Policies", []) == []
