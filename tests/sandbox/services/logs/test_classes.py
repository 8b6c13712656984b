"""Each private name of moto's logs that the patch touches, by what the service answers through it."""

import pytest

from patterns import Sandbox


@pytest.mark.parametrize(
    ("asked", "told"), [({}, "STANDARD"), ({"logGroupClass": "INFREQUENT_ACCESS"}, "INFREQUENT_ACCESS")]
)
def test_the_class_of_a_log_group_is_reported(asked, told):  # create_log_group, to_describe_dict
    with Sandbox() as aws:
        logs = aws.client("logs")

        logs.create_log_group(logGroupName="app", **asked)

        assert [group["logGroupClass"] for group in logs.describe_log_groups()["logGroups"]] == [told]
