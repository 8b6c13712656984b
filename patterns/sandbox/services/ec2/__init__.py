"""Amazon EC2, with its networks and Spot Instances."""

from patterns.sandbox.core.names import Names

# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
_UNKNOWN = {
    "TransitGatewayId": ("InvalidTransitGatewayID.NotFound", "Transit Gateway {value} was deleted or does not exist."),
    "TransitGatewayAttachmentId": (
        "InvalidTransitGatewayAttachmentID.NotFound",
        "Transit Gateway Attachment {value} was deleted or does not exist.",
    ),
    "TransitGatewayRouteTableId": (
        "InvalidRouteTableID.NotFound",
        "Transit Gateway Route Table {value} was deleted or does not exist.",
    ),
    "HostIds": ("InvalidHostID.NotFound", "The host ID '{value}' does not exist"),
    "ImageId": ("InvalidAMIID.NotFound", "The image id '[{value}]' does not exist"),
}

NAMES = Names(cloudformation="EC2", boto3="ec2", moto="ec2", arn="ec2", unknown=_UNKNOWN)
