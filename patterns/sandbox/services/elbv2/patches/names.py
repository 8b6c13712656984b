"""What moto's load balancers are called: an ARN says which kind of balancer it is. Not what they do."""

from __future__ import annotations

from typing import Any

KINDS = {"network": "net", "gateway": "gwy"}
"""Type -> its name in an ARN; moto calls every balancer "app".

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
"""


def apply() -> None:
    """Let the ARN of a balancer say its kind."""
    from moto.elbv2.models import ELBv2Backend

    ELBv2Backend.create_load_balancer = _named(ELBv2Backend.create_load_balancer)


def _named(create: Any) -> Any:
    def create_load_balancer(self: Any, name: str, *args: Any, **kwargs: Any) -> Any:
        from moto.elbv2.exceptions import DuplicateLoadBalancerName

        if any(each.name == name for each in self.load_balancers.values()):
            raise DuplicateLoadBalancerName()
        made = create(self, name, *args, **kwargs)
        if made.type in KINDS:
            tags = self.tagging_service.get_tag_dict_for_resource(made.arn)
            self.tagging_service.delete_all_tags_for_resource(made.arn)
            del self.load_balancers[made.arn]
            made.arn = made.arn.replace(":loadbalancer/app/", f":loadbalancer/{KINDS[made.type]}/")
            self.load_balancers[made.arn] = made
            self.tagging_service.tag_resource(made.arn, [{"Key": key, "Value": value} for key, value in tags.items()])
        return made

    return create_load_balancer
