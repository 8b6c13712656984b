"""What an application keeps within a budget: its key, its login, its workflow, its zones. Not an exercise."""

from __future__ import annotations

import json
from contextlib import ExitStack, suppress
from functools import partial

from botocore.exceptions import ClientError

from patterns.analysis.cost import cost
from patterns.exercises._keys import KEY, disabled
from patterns.exercises._login import SECRET, is_refused
from patterns.exercises._rights import ROLE, made
from patterns.exercises._storage import BUCKET
from patterns.exercises._zones import DATABASE, Loss, losses, still_away, unserved
from patterns.trial import Trial

HOLDS = (BUCKET, "AWS::SQS::Queue")
BUDGET_USD, LOAD = 400.0, 3.6
DEAR = ("AWS::AutoScaling::", "AWS::EC2::", "AWS::RDS::", "AWS::ElastiCache::")
"""Types that run by the hour: an estimate without their price says nothing about a budget."""


def within_budget(trial: Trial) -> str:
    """What the estimate comes to, where that is over the budget or cannot be known."""
    estimate = cost(trial.resolved)
    if untold := [one.resource for one in estimate.unpriced if one.type.startswith(DEAR)]:
        return f"no price is known for {untold[0]}: choose a type that has one"
    return f"it comes to ${estimate.monthly_usd:.2f}" if estimate.monthly_usd > BUDGET_USD else ""


def _lost(trial: Trial) -> tuple[Loss, ...]:
    return losses(trial, LOAD, launches=False)


def holds(trial: Trial) -> str:
    """That the load is not served without some zone; nothing where it is."""
    return unserved(trial.once(_lost))


def database_back(trial: Trial) -> str:
    """That the database is away without some zone; nothing where it comes back."""
    return still_away(trial, trial.once(_lost), DATABASE)


def key_is_used(trial: Trial) -> str:
    """Whether something of the answer refuses while its keys are disabled, and only then."""
    kept = [name for name in trial.stack if trial.stack[name].type in HOLDS]
    with ExitStack() as off:
        for key in made(trial, KEY):
            off.enter_context(disabled(trial, key.physical_id))
        trial.aws.clock.advance(hours=1)
        stopped = [name for name in kept if is_refused(partial(_store, trial, name))]
    if any(not is_refused(partial(_store, trial, name)) for name in stopped):
        return ""
    return "no bucket and no queue stops without its key: keep what is encrypted with it"


def _store(trial: Trial, name: str) -> None:
    kept = trial.stack[name]
    if kept.type == BUCKET:
        trial.aws.administrator("s3").put_object(Bucket=kept.physical_id, Key="a", Body=b"a")
    else:
        trial.aws.administrator("sqs").send_message(QueueUrl=kept.physical_id, MessageBody="a")


def login_leads_to_the_database(trial: Trial) -> str:
    """Whether what instances run as can read a login with the address of a database of the answer."""
    addresses = {str(one.attribute("Endpoint.Address")) for one in made(trial, DATABASE)}
    for role in made(trial, ROLE):
        client = trial.aws.acting_as(role.attribute("Arn")).client("secretsmanager")
        for secret in made(trial, SECRET):
            with suppress(ClientError, ValueError):
                login = json.loads(client.get_secret_value(SecretId=secret.physical_id)["SecretString"])
                if addresses & {login.get("host")} and login.get("password"):
                    return ""
    return "no role of it can read a login with the database's address and a password"


def dependency_answers(trial: Trial) -> str:
    """How the workflow ends, where it does not succeed."""
    states = trial.aws.administrator("stepfunctions")
    said = []
    for machine in made(trial, "AWS::StepFunctions::StateMachine"):
        arn = states.start_execution(stateMachineArn=machine.physical_id, input='{"quantity": 1}')["executionArn"]
        trial.aws.clock.advance(minutes=5)
        said.append(states.describe_execution(executionArn=arn)["status"])
    return "" if "SUCCEEDED" in said else f'asked for {{"quantity": 1}}, its workflow ends {said[0]}'
