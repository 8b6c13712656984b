"""Services are brought to what they are asked to be, after each call that makes or changes one."""

from __future__ import annotations

from patterns.sandbox.core.account import Account
from patterns.sandbox.gateway import Call, Stage
from patterns.sandbox.services.ecs.deployments import Deployments


def install(account: Account) -> None:
    """Hear of each service that is made, changed or deleted."""

    def created(call: Call) -> None:
        account.part(Deployments).settle(call.params.get("cluster") or "default", call.params["serviceName"])

    def changed(call: Call) -> None:
        cluster, anew = call.params.get("cluster") or "default", bool(call.params.get("forceNewDeployment"))
        account.part(Deployments).settle(cluster, call.params["service"], anew=anew)

    heard = {"CreateService": created, "UpdateService": changed, "DeleteService": changed}
    for operation, handler in heard.items():
        account.gateway.subscribe(Stage.CONSEQUENCES, handler, service="ecs", operation=operation)
