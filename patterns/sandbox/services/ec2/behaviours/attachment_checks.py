"""EC2 looks at a volume and at the machine before it attaches one to the other.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachVolume.html. The words are those that users report:
github.com/kubernetes-sigs/aws-ebs-csi-driver/issues/52 and github.com/portworx/px-dev/issues/42.
"""

from __future__ import annotations

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call
from patterns.sandbox.services.ec2.networks_in_use import Network


def install(account: Account) -> None:
    """Stand before the call that attaches a volume."""
    account.gateway.judge(account, "ec2", {"AttachVolume": _volume})


def _volume(account: Account, call: Call) -> None:
    """What is not there moto says itself."""
    there, asked = Network(account.account_id, call.region).ec2, call.params
    volume = there.volumes.get(asked["VolumeId"]) if there is not None else None
    reservations = there.reservations.values() if there is not None else ()
    machines = (instance for reservation in reservations for instance in reservation.instances)
    machine = next((one for one in machines if one.id == asked["InstanceId"]), None)
    if volume is None or machine is None:
        return
    if volume.attachment is not None:
        raise Refused("VolumeInUse", f"{volume.id} is already attached to an instance", 400)
    if volume.zone.name != machine.placement.zone:
        message = f"The volume '{volume.id}' is not in the same availability zone as instance '{machine.id}'"
        raise Refused("InvalidVolume.ZoneMismatch", message, 400)
    device = asked["Device"]
    if device in machine.block_device_mapping:
        message = f"Invalid value '{device}' for unixDevice. Attachment point {device} is already in use"
        raise Refused("InvalidParameterValue", message, 400)
