"""What RDS refuses of a database's settings as they stand in the call. Not what depends on what is there already.

https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
Messages are those that users report: of passwords in github.com/hashicorp/terraform-provider-aws/pull/38394 and
github.com/crossplane-contrib/provider-upjet-aws/issues/1520, of users in
github.com/aws-cloudformation/cfn-lint/pull/4425, of longest names in github.com/floci-io/floci/pull/3730, of zones in
github.com/hashicorp/terraform-provider-aws/issues/485. In which words RDS refuses retention, ports, tiers, intervals
and what does not go together, no page says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from patterns.refusals import Refusal
from patterns.refusals.rds.instance_classes import is_class

VALUE, COMBINATION = "InvalidParameterValue", "InvalidParameterCombination"

AURORA = ("aurora-mysql", "aurora-postgresql")
ENGINES = frozenset(
    {
        *AURORA, "db2-ae", "db2-ce", "db2-se", "mariadb", "mysql", "oracle-ee", "oracle-ee-cdb", "oracle-se2",
        "oracle-se2-cdb", "postgres", "sqlserver-dev-ee", "sqlserver-ee", "sqlserver-se", "sqlserver-ex",
        "sqlserver-web", "custom-oracle-ee", "custom-oracle-ee-cdb", "custom-oracle-se2", "custom-oracle-se2-cdb",
        "custom-sqlserver-dev", "custom-sqlserver-ee", "custom-sqlserver-se", "custom-sqlserver-web", "neptune",
        "docdb",
    }
)  # fmt: skip

PASSWORD = re.compile(r"[!-~]+")
FORBIDDEN = frozenset('/@" ')
SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = {"postgres": 128, "sqlserver": 128, "oracle": 30, "db2": 255}
OTHERS_LONGEST_PASSWORD = 41

USER = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
LONGEST_USER = {"postgres": 63, "aurora-postgresql": 63, "mysql": 32, "aurora-mysql": 32, "mariadb": 16}
RESERVED = frozenset({"rdsadmin", "rdsrepladmin"})
RESERVED_BY_POSTGRES = frozenset(
    {
        "admin", "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "both", "case", "cast",
        "check", "collate", "column", "constraint", "create", "current_date", "current_role", "current_time",
        "current_timestamp", "current_user", "default", "deferrable", "desc", "distinct", "do", "else", "end",
        "except", "false", "fetch", "for", "foreign", "from", "grant", "group", "having", "in", "initially",
        "intersect", "into", "leading", "limit", "localtime", "localtimestamp", "not", "null", "offset", "on", "only",
        "or", "order", "placing", "primary", "references", "returning", "select", "session_user", "some", "symmetric",
        "table", "then", "to", "trailing", "true", "union", "unique", "user", "using", "variadic", "when", "where",
        "window", "with",
    }
)  # fmt: skip
"""https://www.postgresql.org/docs/current/sql-keywords-appendix.html: those that are reserved; and `admin`, by RDS."""

IDENTIFIER = re.compile(r"[A-Za-z](?:-?[A-Za-z0-9])*")
LONGEST_IDENTIFIER = 63
DATABASE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
PORTS = (1150, 65_535)
MONITORING_SECONDS = (0, 1, 5, 10, 15, 30, 60)
MOST_BACKUP_DAYS = 35
INSIGHTS_DAYS = (7, 731, *(31 * months for months in range(1, 24)))
LOG_TYPES: Mapping[str, tuple[str, ...]] = {
    "aurora-mysql": ("audit", "error", "general", "slowquery", "instance", "iam-db-auth-error"),
    "aurora-postgresql": ("postgresql", "instance", "iam-db-auth-error"),
    "mysql": ("audit", "error", "general", "slowquery", "iam-db-auth-error"),
    "mariadb": ("audit", "error", "general", "slowquery", "iam-db-auth-error"),
    "postgres": ("postgresql", "upgrade", "iam-db-auth-error"),
    "oracle": ("alert", "audit", "listener", "trace", "oemagent"),
    "sqlserver": ("agent", "error"),
    "db2": ("diag.log", "notify.log"),
}
"""https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html (EnableCloudwatchLogsExports)"""
LICENSES: Mapping[str, tuple[str, ...]] = {
    "aurora": ("general-public-license", "postgresql-license"),
    "db2": ("bring-your-own-license", "marketplace-license"),
    "mariadb": ("general-public-license",),
    "mysql": ("general-public-license",),
    "oracle": ("bring-your-own-license", "license-included"),
    "postgres": ("postgresql-license",),
}
LAST_TIER = 15


class Sizes(NamedTuple):
    """The least and the most GiB of a storage type."""

    least: int
    most: int


def is_postgres(engine: str) -> bool:
    """Whether PostgreSQL's rules hold for an engine."""
    return engine in ("postgres", "aurora-postgresql")


def storage_sizes(engine: str, storage_type: str) -> Sizes | None:
    """How large a storage type may be for an engine; None where there is no such type."""
    most = 16_384 if engine.startswith("sqlserver") else 65_536
    magnetic = Sizes(20, 1024) if engine.startswith("sqlserver") else Sizes(5, 3072)
    magnetic = Sizes(10, 3072) if engine.startswith("oracle") else magnetic
    sizes = {
        "gp2": Sizes(20, most), "gp3": Sizes(20, most), "io1": Sizes(100, most), "io2": Sizes(100, most),
        "standard": magnetic,
    }  # fmt: skip
    return sizes.get(storage_type)


def wrong_identifier(name: Any, parameter: str) -> Iterator[Refusal]:
    """What is wrong with the name of an instance or cluster."""
    if name is None:
        return
    not_valid = f"The parameter {parameter} is not a valid identifier"
    if len(name) > LONGEST_IDENTIFIER:
        yield VALUE, f"{not_valid} because it is longer than {LONGEST_IDENTIFIER} characters."
    if not IDENTIFIER.fullmatch(name):
        yield (
            VALUE,
            f"{not_valid}. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; "
            "and must not end with a hyphen or contain two consecutive hyphens.",
        )


def wrong_engine(engine: str) -> Iterator[Refusal]:
    """What is wrong with the name of an engine, which is taken in any case."""
    if engine.lower() not in ENGINES:
        yield VALUE, f"Invalid DB engine: {engine}"


def wrong_user(user: Any, engine: str) -> Iterator[Refusal]:
    """What is wrong with the name of the first user."""
    if not user:
        yield VALUE, "The parameter MasterUsername must be provided and must not be blank."
        return
    longest = LONGEST_USER.get(engine)
    if longest is not None and len(user) > longest:
        yield VALUE, f"The parameter MasterUsername is not valid because it is longer than {longest} characters."
    if not USER.fullmatch(user):
        yield VALUE, "MasterUsername must begin with a letter and contain only alphanumeric characters or underscores."
    lower = user.lower()
    if lower in RESERVED or (is_postgres(engine) and lower in RESERVED_BY_POSTGRES):
        yield VALUE, f"MasterUsername {user} cannot be used as it is a reserved word used by the engine"


def wrong_password(asked: Mapping[str, Any], engine: str) -> Iterator[Refusal]:
    """What is wrong with the password, or with the secret that RDS keeps it in."""
    password, is_managed = asked.get("MasterUserPassword"), asked.get("ManageMasterUserPassword")
    if password is not None and is_managed:
        yield COMBINATION, "You can't specify MasterUserPassword when ManageMasterUserPassword is enabled."
    if asked.get("MasterUserSecretKmsKeyId") and not is_managed:
        yield COMBINATION, "You can't specify MasterUserSecretKmsKeyId when ManageMasterUserPassword isn't enabled."
    if password is None:
        return
    longest = next((most for of, most in LONGEST_PASSWORD.items() if engine.startswith(of)), OTHERS_LONGEST_PASSWORD)
    not_valid = "The parameter MasterUserPassword is not a valid password"
    if len(password) < SHORTEST_PASSWORD:
        yield VALUE, f"{not_valid} because it is shorter than {SHORTEST_PASSWORD} characters."
    if len(password) > longest:
        yield VALUE, f"{not_valid} because it is longer than {longest} characters."
    if not PASSWORD.fullmatch(password) or FORBIDDEN & set(password):
        yield VALUE, f"{not_valid}. Only printable ASCII characters besides '/', '@', '\"', ' ' may be used."


def wrong_class(name: Any) -> Iterator[Refusal]:
    """What is wrong with the class of an instance."""
    if name is not None and not is_class(str(name)):
        yield VALUE, f"Invalid DB Instance class: {name}"


def wrong_numbers(asked: Mapping[str, Any], *, fewest_backup_days: int = 0) -> Iterator[Refusal]:
    """What is wrong with retention, port, monitoring and tier."""
    days = asked.get("BackupRetentionPeriod")
    if days is not None and not fewest_backup_days <= int(days) <= MOST_BACKUP_DAYS:
        span = f"{fewest_backup_days} and {MOST_BACKUP_DAYS}"
        yield VALUE, f"Invalid backup retention period: {days}. It must be between {span}."
    port = asked.get("Port") or asked.get("DBPortNumber")
    if port is not None and not PORTS[0] <= int(port) <= PORTS[1]:
        yield VALUE, f"Invalid port number: {port}. It must be between {PORTS[0]} and {PORTS[1]}."
    tier = asked.get("PromotionTier")
    if tier is not None and not 0 <= int(tier) <= LAST_TIER:
        yield VALUE, f"Invalid promotion tier: {tier}. It must be between 0 and {LAST_TIER}."
    kept = asked.get("PerformanceInsightsRetentionPeriod")
    if kept is not None and int(kept) not in INSIGHTS_DAYS:
        yield VALUE, f"Invalid Performance Insights retention period: {kept}. It must be 7, 731 or a multiple of 31."


def wrong_insights(asked: Mapping[str, Any], switch: str) -> Iterator[Refusal]:
    """Settings of Performance Insights where it is off: API_CreateDBInstance.html; the words are ours."""
    for name in ("PerformanceInsightsRetentionPeriod", "PerformanceInsightsKMSKeyId", "PerformanceInsightsKmsKeyId"):
        if asked.get(name) is not None and asked.get(switch) in (None, False):
            yield COMBINATION, f"{name} can only be specified when Performance Insights is enabled ({switch})."


def wrong_logs(types: Any, engine: str) -> Iterator[Refusal]:
    """Logs that an engine does not have; as in github.com/hashicorp/terraform/issues/22538."""
    known = next((names for of, names in LOG_TYPES.items() if engine.startswith(of)), None)
    unknown = [one for one in types or () if known is not None and one not in known]
    if unknown:
        yield (
            COMBINATION,
            f"You cannot use the log types '{', '.join(unknown)}' with engine version {engine}. For supported log "
            "types, see the documentation.",
        )


def wrong_license(model: Any, engine: str) -> Iterator[Refusal]:
    """A licence that an engine does not have: API_CreateDBInstance.html (LicenseModel)."""
    allowed = next((names for of, names in LICENSES.items() if engine.startswith(of)), None)
    if model is not None and allowed is not None and model not in allowed:
        yield (
            COMBINATION,
            f"Invalid license model '{model}' for engine '{engine}'. Valid license models are: {', '.join(allowed)}.",
        )


def wrong_monitoring(interval: Any, role: Any) -> Iterator[Refusal]:
    """What is wrong with enhanced monitoring: the interval and the role go together."""
    if interval is not None and int(interval) not in MONITORING_SECONDS:
        allowed = ", ".join(map(str, MONITORING_SECONDS))
        yield VALUE, f"Invalid monitoring interval: {interval}. It must be one of {allowed}."
    if interval and not role:
        yield (
            COMBINATION,
            "A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.",
        )
    if role and not interval:
        yield (
            COMBINATION,
            "You must specify a MonitoringInterval value other than 0 when you specify a MonitoringRoleARN value.",
        )


def wrong_database(name: Any, parameter: str) -> Iterator[Refusal]:
    """What is wrong with the name of the first database."""
    if name is not None and not DATABASE.fullmatch(name):
        yield VALUE, f"{parameter} must begin with a letter and contain only alphanumeric characters."
