from patterns import Sandbox
from patterns.sandbox.delivery.roles import Roles
from tools.receivers import make_role

SCHEDULER = "scheduler.amazonaws.com"
GROUP = "arn:aws:scheduler:us-east-1:123456789012:schedule-group/default"


def test_a_role_s_client_acts_with_keys_of_its_own_and_gets_new_ones_in_time():
    with Sandbox() as aws:
        role = make_role(aws, "app", SCHEDULER)
        first = aws.part(Roles).client("sts", role, SCHEDULER, GROUP)
        assert aws.part(Roles).client("sts", role, SCHEDULER, GROUP) is first
        assert first.get_caller_identity()["Arn"] == "arn:aws:sts::123456789012:assumed-role/app/scheduler"

        aws.clock.advance(hours=1)

        assert aws.part(Roles).client("sts", role, SCHEDULER, GROUP) is not first


def test_a_role_trusts_only_whom_it_names():
    with Sandbox() as aws:
        role = make_role(aws, "app", SCHEDULER)

        assert aws.part(Roles).trusts(role, SCHEDULER, GROUP)
        assert not aws.part(Roles).trusts(role, "events.amazonaws.com", GROUP)
        assert not aws.part(Roles).trusts(role.replace("app", "missing"), SCHEDULER, GROUP)
