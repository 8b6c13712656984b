"""Two evaluators, by two hands, from the same pages: they must agree about every case that is drawn."""

from __future__ import annotations

import json
from dataclasses import asdict
from random import Random

import pytest

from patterns.iam import MalformedPolicy, evaluate
from tests.iam.generated import case, malformed
from tests.iam.naive import decide

SAMPLE, ALL = 3_000, 100_000
CHUNK = 10_000


def disagreements(seeds):
    """The cases about which the two differ, each as a text that says everything."""
    for seed in seeds:
        request, policies = case(Random(seed))
        ours, naive = evaluate(request, policies), decide(request, policies)
        if ours.outcome != naive:
            about = json.dumps({"request": asdict(request), "policies": asdict(policies)}, indent=1, default=list)
            yield f"seed {seed}: {ours.outcome}, naively {naive}\n{about}\n{ours.explain()}"


@pytest.mark.slow
def test_a_sample_of_cases_is_decided_alike():
    assert next(disagreements(range(SAMPLE)), None) is None


@pytest.mark.long
@pytest.mark.parametrize("first", range(0, ALL, CHUNK))
def test_a_hundred_thousand_cases_are_decided_alike(first):
    assert next(disagreements(range(first, first + CHUNK)), None) is None


@pytest.mark.slow
def test_the_cases_come_out_all_three_ways_and_through_every_layer():
    drawn = [case(Random(seed)) for seed in range(SAMPLE)]
    outcomes = [decide(*one) for one in drawn]

    assert min(outcomes.count(one) for one in ("allowed", "explicitDeny", "implicitDeny")) > SAMPLE / 10
    layers = ("identity", "resource", "boundary", "session", "scps", "rcps", "grants", "public_access_block")
    assert all(sum(bool(getattr(policies, layer)) for _, policies in drawn) > SAMPLE / 100 for layer in layers)


@pytest.mark.parametrize("seed", range(0, SAMPLE, 10))
def test_a_policy_that_iam_would_refuse_is_a_mistake_and_no_denial(seed):
    request, policies = malformed(Random(seed))

    with pytest.raises(MalformedPolicy):
        evaluate(request, policies)
