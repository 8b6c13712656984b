"""Bills by hand of what `rates/logs.py` has rules for."""

from __future__ import annotations

from tests.analysis.rates.billed import Billed, Costs, Gaps, one


def machine(level):
    destination = {"CloudWatchLogsLogGroup": {"LogGroupArn": {"Fn::GetAtt": ["One", "Arn"]}}}
    logging = {"Level": level, "Destinations": [destination]}
    return {"Machine": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"LoggingConfiguration": logging}}}


BY_HAND: Costs = {
    "log group": (
        one("AWS::Logs::LogGroup", RetentionInDays=73),
        {"logs written": 10 * 0.50, "logs kept": 10 * 73 / (365 / 12) * 0.15 * 0.03},
    ),
    "log group for ever": (
        one("AWS::Logs::LogGroup"),
        {"logs written": 10 * 0.50, "logs kept": 10 * 12 * 0.15 * 0.03},
    ),
    "log group of flow logs": (
        one("AWS::Logs::LogGroup")
        | {"F": {"Type": "AWS::EC2::FlowLog", "Properties": {"LogGroupName": {"Ref": "One"}}}},
        {"logs kept": 10 * 12 * 0.15 * 0.03},
    ),
    "log group of a function": (
        one("AWS::Logs::LogGroup", RetentionInDays=73)
        | {"F": {"Type": "AWS::Lambda::Function", "Properties": {"LoggingConfig": {"LogGroup": {"Ref": "One"}}}}},
        {"logs written": 0.84 * 0.50, "logs kept": 0.84 * 73 / (365 / 12) * 0.15 * 0.03},
    ),
    "log group of a state machine": (
        one("AWS::Logs::LogGroup") | machine("ALL"),
        {"logs written": 0.8 * 0.50, "logs kept": 0.8 * 12 * 0.15 * 0.03},
    ),
    "log group of a state machine that logs errors": (one("AWS::Logs::LogGroup") | machine("ERROR"), {}),
    "flow log to a group": (one("AWS::EC2::FlowLog"), {"records delivered": 10 * 0.50}),
    "flow log to a bucket": (one("AWS::EC2::FlowLog", LogDestinationType="s3"), {"records delivered": 10 * 0.25}),
}

UNPRICED: Gaps = {
    "other log class": (
        one("AWS::Logs::LogGroup", LogGroupClass="INFREQUENT_ACCESS"),
        ["logs written, logs kept: the price of log groups of the class INFREQUENT_ACCESS is not confirmed"],
    ),
    "log group that looks for personal data": (
        one("AWS::Logs::LogGroup", DataProtectionPolicy={"Name": "p"}),
        ["data protection: the price of data protection is not confirmed"],
    ),
    "flow log to a stream": (
        one("AWS::EC2::FlowLog", LogDestinationType="kinesis-data-firehose"),
        ["records delivered: the price of delivery to kinesis-data-firehose is not confirmed"],
    ),
    "flow log as parquet": (
        one("AWS::EC2::FlowLog", LogDestinationType="s3", DestinationOptions={"FileFormat": "parquet"}),
        ["conversion to Parquet: the price of the conversion is not confirmed"],
    ),
}

BILLED: Billed = {
    "AWS::Logs::LogGroup": {
        "ingestion": "logs written",
        "archival": "logs kept",
        "data protection": "data protection",
        "queries, live tail": "queries, live tail",
    },
    "AWS::EC2::FlowLog": {
        "vended logs": "records delivered",
        "Parquet": "Parquet",
    },
}
