"""Adds to moto's Lambda what a function says of recursive loops: stop them, the default, or let them go on.

https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionRecursionConfig.html
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

TERMINATE, ALLOW = "Terminate", "Allow"


def apply() -> None:
    """Answer the two calls; the setting stands with the function, and holds for all its versions."""
    from moto.awslambda import urls
    from moto.awslambda.responses import LambdaResponse

    path = r"{0}/(?P<api_version>[^/]+)/functions/(?P<function_name>[\w_:%-]+)/recursion-config/?$"
    urls.url_paths[path] = LambdaResponse.dispatch
    LambdaResponse.put_function_recursion_config = _put
    LambdaResponse.get_function_recursion_config = _get


def setting(function: Any) -> str:
    """What holds for any version of a function, as moto keeps it."""
    return getattr(_latest(function), "recursive_loop", TERMINATE)


def _put(self: Any) -> str:
    function = _named(self)
    function.recursive_loop = json.loads(self.body)["RecursiveLoop"]
    return json.dumps({"RecursiveLoop": function.recursive_loop})


def _get(self: Any) -> str:
    return json.dumps({"RecursiveLoop": setting(_named(self))})


def _named(response: Any) -> Any:
    return _latest(response.backend.get_function(unquote(response.path.rstrip("/").rsplit("/", 2)[-2])))


def _latest(function: Any) -> Any:
    from moto.awslambda.models import lambda_backends

    return lambda_backends[function.account_id][function.region].get_function(function.function_name, None)
