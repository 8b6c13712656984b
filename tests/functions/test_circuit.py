import pytest

from patterns import Sandbox
from patterns.functions import circuit
from patterns.functions.circuit import Circuit


@pytest.fixture
def clock(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(circuit.time, "time", lambda: now[0])
    return now


@pytest.fixture
def make(clock):
    with Sandbox() as aws:
        aws.client("dynamodb").create_table(
            TableName="circuits", BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "service", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "service", "AttributeType": "S"}],
        )  # fmt: skip
        import boto3

        table = boto3.resource("dynamodb", region_name="us-east-1").Table("circuits")
        yield lambda **more: Circuit(table, **{"service": "s", "threshold": 2, "open_seconds": 30, "probes": 1, **more})


def tripped(made):
    for _ in range(2):
        made.report(made.ask(), succeeded=False)
    return made


@pytest.mark.slow
def test_closed_it_lets_every_call_pass_and_forgets_failures_after_a_success(make):
    made = make()

    assert made.report(made.ask(), succeeded=False) == "closed"
    assert made.ask()["failures"] == 1
    assert made.report(made.ask(), succeeded=True) == "closed"
    assert made.ask() == {"permit": "call", "state": "closed", "turn": 0, "failures": 0}


@pytest.mark.slow
def test_failures_in_a_row_open_it(make, clock):
    made = tripped(make())

    clock[0] += 29
    assert made.ask()["permit"] == "none"


@pytest.mark.slow
def test_after_its_time_one_probe_passes_and_a_success_closes(make, clock):
    made = tripped(make())
    clock[0] += 30

    first, second = made.ask(), made.ask()

    assert (first["permit"], second["permit"]) == ("probe", "none")
    assert made.report(first, succeeded=True) == "closed"
    assert made.ask()["permit"] == "call"


@pytest.mark.slow
def test_a_probe_that_fails_opens_it_again(make, clock):
    made = tripped(make())
    clock[0] += 30

    assert made.report(made.ask(), succeeded=False) == "open"
    clock[0] += 29
    assert made.ask()["permit"] == "none"


@pytest.mark.slow
def test_it_closes_after_as_many_probes_as_wanted(make, clock):
    made = tripped(make(probes=2))
    clock[0] += 30

    one, two, three = made.ask(), made.ask(), made.ask()

    assert [each["permit"] for each in (one, two, three)] == ["probe", "probe", "none"]
    assert made.report(one, succeeded=True) == "half-open"
    assert made.report(two, succeeded=True) == "closed"


@pytest.mark.slow
def test_a_probe_that_never_reports_lapses(make, clock):
    made = tripped(make())
    clock[0] += 30
    lost = made.ask()
    clock[0] += 30

    assert made.ask()["permit"] == "probe"
    assert made.report(lost, succeeded=False) == "half-open"


@pytest.mark.slow
def test_a_report_from_before_the_opening_changes_nothing(make, clock):
    made = make()
    late = made.ask()
    tripped(made)
    clock[0] += 30

    assert made.report(late, succeeded=False) == "open"
    assert made.ask()["permit"] == "probe"
