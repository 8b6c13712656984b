"""Bills by hand of what `rates/aws_lambda.py` has rules for."""

from __future__ import annotations

from tests.analysis.rates.billed import Billed, Costs, Gaps, one

CALLS = {"calls": 0.20, "running": 1_000_000 * 0.1 * 0.125 * 0.0000166667}
OWN_LOG = {"logs written": 0.84 * 0.50, "logs kept": 0.84 * 12 * 0.15 * 0.03}
LOG = {"Log": {"Type": "AWS::Logs::LogGroup"}}

BY_HAND: Costs = {
    "event source mapping": (one("AWS::Lambda::EventSourceMapping", FunctionName="f", BatchSize=10), {}),
    "function": (
        one("AWS::Lambda::Function"),
        {"calls": 0.20, "running": 1_000_000 * 0.1 * 0.125 * 0.0000166667} | OWN_LOG,
    ),
    "function on Arm, traced": (
        one("AWS::Lambda::Function", Architectures=["arm64"], MemorySize=512, TracingConfig={"Mode": "Active"}),
        {"calls": 0.20, "running": 1_000_000 * 0.1 * 0.5 * 0.0000133334, "traces recorded": 0.05 * 5} | OWN_LOG,
    ),
    "function with a log group": (
        one("AWS::Lambda::Function", LoggingConfig={"LogGroup": {"Ref": "Log"}}) | LOG,
        CALLS,
    ),
    "function with the log group of its name": (
        one("AWS::Lambda::Function", FunctionName="orders")
        | {"Log": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "/aws/lambda/orders"}}},
        CALLS,
    ),
    "function with a log group named after it": (
        one("AWS::Lambda::Function")
        | {"Log": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": {"Fn::Sub": "/aws/lambda/${One}"}}}},
        CALLS,
    ),
    "function with a log group elsewhere": (
        one("AWS::Lambda::Function", LoggingConfig={"LogGroup": "all-functions"}),
        CALLS | {"logs written": OWN_LOG["logs written"]},
    ),
    "alias": (one("AWS::Lambda::Alias", Name="live"), {}),
    "version": (one("AWS::Lambda::Version"), {}),
}

UNPRICED: Gaps = {
    "event source mapping with pollers": (
        one("AWS::Lambda::EventSourceMapping", ProvisionedPollerConfig={"MinimumPollers": 2}),
        ["the price of provisioned pollers is not confirmed"],
    ),
    "function that starts from a snapshot, isolated by tenant": (
        one(
            "AWS::Lambda::Function", Runtime="python3.13", SnapStart={"ApplyOn": "PublishedVersions"}, TenancyConfig={}
        ),
        ["extras: the price of SnapStart, isolation by tenant is not confirmed"],
    ),
    "function of Java that starts from a snapshot": (
        one("AWS::Lambda::Function", Runtime="java21", SnapStart={"ApplyOn": "PublishedVersions"}),
        [],
    ),
    "version and alias that are kept ready": (
        one("AWS::Lambda::Alias", ProvisionedConcurrencyConfig={"ProvisionedConcurrentExecutions": 5}),
        ["its price is not confirmed"],
    ),
    "function with storage": (
        one("AWS::Lambda::Function", EphemeralStorage={"Size": 1024}),
        ["storage: the price of storage over 512 MB is not confirmed"],
    ),
}

BILLED: Billed = {
    "AWS::Lambda::EventSourceMapping": {
        "provisioned pollers": "pollers",
    },
    "AWS::Lambda::Function": {
        "requests": "calls",
        "duration": "running",
        "ephemeral storage": "storage",
        "SnapStart, durable functions, managed instances, tenants": "extras",
        "response streaming": "streamed",
        "traces": "traces",
        "logs": "logs written",
        "logs kept": "logs kept",
        "data transfer": "data to",
    },
    "AWS::Lambda::Alias": {
        "provisioned concurrency": "provisioned concurrency",
    },
}
BILLED["AWS::Lambda::Version"] = BILLED["AWS::Lambda::Alias"]
