"""From when on Lambda makes and changes no functions on a runtime that is past its end.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html, whose dates cfn-lint 1.58 carries; a test compares
them. Until its date a runtime deploys, and `check` says that nobody fixes it any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Blocked(NamedTuple):
    """The days, as `YYYY-MM-DD`, from which on no function is made, and none is changed."""

    creation: str
    update: str


RUNTIMES: Mapping[str, Blocked] = {
    "dotnet10": Blocked("2028-12-14", "2029-01-15"),
    "dotnet6": Blocked("2027-02-01", "2027-03-03"),
    "dotnet8": Blocked("2027-02-01", "2027-03-03"),
    "dotnetcore1.0": Blocked("2019-06-30", "2019-07-30"),
    "dotnetcore2.0": Blocked("2019-04-30", "2019-05-30"),
    "dotnetcore2.1": Blocked("2022-01-05", "2022-04-13"),
    "dotnetcore3.1": Blocked("2023-04-03", "2023-05-03"),
    "go1.x": Blocked("2024-02-08", "2027-03-03"),
    "java11": Blocked("2027-07-31", "2027-08-31"),
    "java17": Blocked("2027-07-31", "2027-08-31"),
    "java21": Blocked("2029-07-31", "2029-08-31"),
    "java25": Blocked("2029-07-31", "2029-08-31"),
    "java8": Blocked("2024-02-08", "2027-03-03"),
    "java8.al2": Blocked("2027-07-31", "2027-08-31"),
    "nodejs": Blocked("2016-09-30", "2016-10-31"),
    "nodejs10.x": Blocked("2021-07-30", "2022-02-14"),
    "nodejs12.x": Blocked("2023-03-31", "2023-04-30"),
    "nodejs14.x": Blocked("2024-01-09", "2027-03-03"),
    "nodejs16.x": Blocked("2027-02-01", "2027-03-03"),
    "nodejs18.x": Blocked("2027-02-01", "2027-03-03"),
    "nodejs20.x": Blocked("2027-02-01", "2027-03-03"),
    "nodejs22.x": Blocked("2027-06-01", "2027-07-01"),
    "nodejs24.x": Blocked("2028-06-01", "2028-07-01"),
    "nodejs4.3": Blocked("2020-02-03", "2020-03-05"),
    "nodejs4.3-edge": Blocked("2019-03-31", "2019-04-30"),
    "nodejs6.10": Blocked("2019-07-12", "2019-08-12"),
    "nodejs8.10": Blocked("2020-02-04", "2020-03-06"),
    "provided": Blocked("2024-02-08", "2027-03-03"),
    "provided.al2": Blocked("2027-02-01", "2027-03-03"),
    "provided.al2023": Blocked("2029-07-31", "2029-08-31"),
    "python2.7": Blocked("2021-07-15", "2022-05-30"),
    "python3.10": Blocked("2027-02-01", "2027-03-03"),
    "python3.11": Blocked("2027-07-31", "2027-08-31"),
    "python3.12": Blocked("2028-11-30", "2029-01-10"),
    "python3.13": Blocked("2029-07-31", "2029-08-31"),
    "python3.14": Blocked("2029-07-31", "2029-08-31"),
    "python3.6": Blocked("2022-07-18", "2022-08-29"),
    "python3.7": Blocked("2024-01-09", "2027-03-03"),
    "python3.8": Blocked("2027-02-01", "2027-03-03"),
    "python3.9": Blocked("2027-02-01", "2027-03-03"),
    "ruby2.5": Blocked("2021-07-30", "2022-03-31"),
    "ruby2.7": Blocked("2024-01-09", "2027-03-03"),
    "ruby3.2": Blocked("2027-02-01", "2027-03-03"),
    "ruby3.3": Blocked("2027-04-30", "2027-05-31"),
    "ruby3.4": Blocked("2028-04-30", "2028-05-31"),
    "ruby4.0": Blocked("2029-04-30", "2029-05-31"),
}
"""Every runtime for packages that are zip files. Not here: those for container images only."""
