"""What moto's EC2 loses on the way to an instance: most of its launch template, its protection, later changes."""

from __future__ import annotations

import base64
import copy
from typing import Any

from patterns.sandbox.services.ec2.patches import spot
from patterns.sandbox.services.ec2.patches.launch_checks import wrong_launch
from patterns.sandbox.services.ec2.patches.launch_templates import taken

WHILE_STOPPED = ("instanceType", "userData", "ebsOptimized", "kernel", "ramdisk")
"""What only a stopped instance can have changed.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceAttribute.html
"""

FEW, MANY = 10, 4096
"""So few instances are not counted against a subnet of so many addresses: to count takes a look at every interface."""

NEW_LINUX = "al2023"
"""Part of the names of Amazon Linux 2023's images."""

GROUPS = ("SecurityGroupIds", "SecurityGroups", "NetworkInterfaces")


def apply() -> None:
    """Let instances begin as their request and launch template say, change, and end at once."""
    from moto.ec2.models.iam_instance_profile import IamInstanceProfileAssociationBackend as Profiles
    from moto.ec2.models.instances import Instance
    from moto.ec2.responses.instances import InstanceResponse
    from moto.ec2.responses.monitoring import Monitoring

    value_handler = InstanceResponse._dot_value_instance_attribute_handler
    InstanceResponse.run_instances = _launching(InstanceResponse.run_instances)
    InstanceResponse._dot_value_instance_attribute_handler = _taking_user_data(value_handler)
    InstanceResponse.modify_instance_attribute = _while_stopped(InstanceResponse.modify_instance_attribute)
    Instance.__init__ = _asking_for_tokens(Instance.__init__)
    Instance.terminate = _giving_back(Instance.terminate)
    Profiles.replace_iam_instance_profile_association = _telling(Profiles.replace_iam_instance_profile_association)
    Monitoring.monitor_instances = _monitoring("enabled")
    Monitoring.unmonitor_instances = _monitoring("disabled")


def _fit(backend: Any, params: dict[str, Any]) -> None:
    """Launch as many as asked for and as the subnet has addresses for, where moto launches the fewest that would do."""
    from moto.ec2.exceptions import EC2ClientError

    interfaces = params.get("NetworkInterfaces") or [{}]
    place = params.get("SubnetId") or interfaces[0].get("SubnetId")
    most, least = int(params.get("MaxCount") or 1), int(params.get("MinCount") or 1)
    params["MinCount"] = most
    subnet = backend.get_subnet(place) if place else None
    if subnet is None or (most <= FEW and subnet.cidr.num_addresses > MANY):
        return
    free = subnet.available_ip_address_count
    params["MinCount"] = params["MaxCount"] = min(free, most)
    if free < least:
        raise EC2ClientError(
            "InsufficientFreeAddressesInSubnet",
            f"There are not enough free addresses in subnet '{place}' to satisfy the requested number of instances.",
        )


def _launching(run: Any) -> Any:
    def run_instances(self: Any) -> Any:
        """Take from the launch template what the request leaves open, and from the network its default group."""
        from moto.ec2.exceptions import EC2ClientError

        if chosen := self.params.get("LaunchTemplate"):
            data = self.ec2_backend._get_template_from_args(chosen).data
            self.params.update(taken(data, self.params))
            _take_tags(self.params, data.get("TagSpecifications", ()))
        for code, message in wrong_launch(self.ec2_backend, self.params):
            raise EC2ClientError(code, message)
        _end_with_instance(self.ec2_backend.amis.get(self.params.get("ImageId")), self.params)
        if not any(self.params.get(name) for name in GROUPS):
            self.params["SecurityGroupIds"] = _default_groups(self.ec2_backend, self.params.get("SubnetId"))
        if (self.params.get("InstanceMarketOptions") or {}).get("MarketType") != "spot":
            self.params.pop("InstanceMarketOptions", None)  # moto takes any other market for Spot as well
        _fit(self.ec2_backend, self.params)
        _without_stores(self.params)
        answer = run(self)
        tags = self._parse_tag_specification().get("spot-instances-request")
        for instance in answer.result.instances:
            instance.disable_api_termination = bool(self.params.get("DisableApiTermination"))
            if instance.lifecycle == "spot":
                instance.spot_instance_request_id = spot.request_id(self.region)
                if tags:
                    self.ec2_backend.create_tags([instance.spot_instance_request_id], tags)
        return answer

    return run_instances


def _without_stores(params: dict[str, Any]) -> None:
    """Leave out the volumes of the host's own disks, of which EC2 gives as many as the type has, here none.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_BlockDeviceMapping.html
    """
    if devices := params.get("BlockDeviceMappings"):
        kept = [
            device
            for device in devices
            if "Ebs" in device or not str(device.get("VirtualName", "")).startswith("ephemeral")
        ]
        params["BlockDeviceMappings"] = kept


def _asking_for_tokens(make: Any) -> Any:
    def made(self: Any, *args: Any, **kwargs: Any) -> None:
        """Require tokens where nobody says and the image is of Amazon Linux 2023, as that asks EC2 to.

        https://docs.aws.amazon.com/linux/al2023/ug/compare-with-al2.html
        https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Image.html (imdsSupport)
        """
        make(self, *args, **kwargs)
        image, said = self.ec2_backend.amis.get(self.image_id), kwargs.get("metadata_options") or {}
        if image is not None and NEW_LINUX in (image.name or ""):
            options = self.metadata_options
            options.http_tokens = said.get("HttpTokens", "required")
            options.http_put_response_hop_limit = int(said.get("HttpPutResponseHopLimit", 2))

    return made


def _end_with_instance(image: Any, params: dict[str, Any]) -> None:
    """Let the root volume end with its instance where nobody says, as its image has it; moto keeps it for ever.

    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configure-root-volume-delete-on-termination.html
    """
    for name in ("BlockDeviceMapping", "BlockDeviceMappings"):
        for device in params.get(name) or () if image else ():
            if device.get("DeviceName") == image.root_device_name and "Ebs" in device:
                device["Ebs"] = {"DeleteOnTermination": True, **device["Ebs"]}


def _take_tags(params: dict[str, Any], of_template: Any) -> None:
    """Let the launch template tag what the request does not; moto takes the instance's tags from it itself."""
    name = "TagSpecification" if "TagSpecification" in params else "TagSpecifications"
    given = list(params.get(name) or ())
    kinds = {"instance", *(tags["ResourceType"] for tags in given)}
    params[name] = given + [tags for tags in of_template if tags["ResourceType"] not in kinds]


def _default_groups(backend: Any, subnet_id: str | None) -> list[str]:
    """The default group of the network, which an instance is in when nobody says."""
    network = backend.get_subnet(subnet_id).vpc_id if subnet_id else _default_network(backend)
    return [backend.get_default_security_group(network).id]


def _default_network(backend: Any) -> str:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html: `VPCIdNotSpecified` without one."""
    from moto.ec2.exceptions import EC2ClientError

    network = backend.get_default_vpc()
    if network is None:
        raise EC2ClientError("VPCIdNotSpecified", "No default VPC for this user")
    return str(network.id)


def _taking_user_data(modify: Any) -> Any:
    def modify_value(self: Any) -> bool:
        """Take user data as the text it stands for, which the request's parser has unwrapped already."""
        value = (self.params.get("UserData") or {}).get("Value")
        if isinstance(value, bytes):
            self.params["UserData"] = {"Value": base64.b64encode(value)}
        changed: bool = modify(self)
        if value == b"":
            self.ec2_backend.get_instance(self.params["InstanceId"]).user_data = None
        return changed

    return modify_value


def _while_stopped(modify: Any) -> Any:
    def modify_instance_attribute(self: Any) -> Any:
        """Refuse what needs the instance stopped as long as it is not, which moto changes, and another type of Spot.

        https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/interruption-behavior.html: of a stopped Spot Instance
        everything but the type can be modified. In which words EC2 refuses that no page says.
        """
        from moto.ec2.exceptions import EC2ClientError

        asked = {self.params.get("Attribute"), *(name[0].lower() + name[1:] for name in self.params)}
        instance = self.ec2_backend.get_instance(self.params["InstanceId"])
        if "instanceType" in asked and instance.lifecycle == "spot":
            raise EC2ClientError(
                "UnsupportedOperation", f"The instance type of the Spot Instance '{instance.id}' cannot be modified."
            )
        if asked & set(WHILE_STOPPED) and instance._state.name != "stopped":
            raise EC2ClientError(
                "IncorrectInstanceState", f"The instance '{instance.id}' is not in the 'stopped' state."
            )
        return modify(self)

    return modify_instance_attribute


def _giving_back(terminate: Any) -> Any:
    def end(self: Any) -> Any:
        """Give back interface and addresses at once: moto keeps the one, and the other until Python drops it."""
        if self.state == "terminated":
            # As on AWS, a second time succeeds: what moto ended with it is gone.
            return copy.copy(self._state)
        for nic in self.nics.values():
            nic.delete_on_termination = nic.delete_on_termination or nic.description == "Primary network interface"
        previous = terminate(self)
        for address in self._private_ips:
            self.ec2_backend.get_subnet(self.subnet_id).del_subnet_ip(address)
        self._private_ips = set()
        return previous

    return end


def _telling(replace: Any) -> Any:
    def replace_iam_instance_profile_association(self: Any, *args: Any, **kwargs: Any) -> Any:
        """Let the instance know its new profile."""
        made = replace(self, *args, **kwargs)
        profile = {"Arn": made.iam_instance_profile.arn, "Id": made.association_id}
        self.modify_instance_attribute(made.instance.id, "iam_instance_profile", profile)
        return made

    return replace_iam_instance_profile_association


def _monitoring(state: str) -> Any:
    def answer(self: Any) -> Any:
        """Turn detailed monitoring on or off, which moto does not know."""
        from moto.core.responses import ActionResult

        self.error_on_dryrun()
        instances = self.ec2_backend.get_multi_instances_by_id(self._get_param("InstanceIds", []))
        for instance in instances:
            instance.monitoring_state = state
        told = [{"InstanceId": instance.id, "Monitoring": {"State": state}} for instance in instances]
        return ActionResult({"InstanceMonitorings": told})

    return answer
