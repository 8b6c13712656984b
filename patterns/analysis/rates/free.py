"""The resource types AWS charges nothing for, each with the page of what its service does charge for.

What they lead to may cost elsewhere: a launch template its instances, a route the gateway it goes through, a topic the
messages sent through it.
"""

from __future__ import annotations

_IAM = "https://aws.amazon.com/iam/faqs/"
_KMS = "https://aws.amazon.com/kms/pricing/"
_S3 = "https://aws.amazon.com/s3/pricing/"
_SECRETS = "https://aws.amazon.com/secrets-manager/pricing/"
_SQS = "https://aws.amazon.com/sqs/pricing/"
_VPC = "https://aws.amazon.com/vpc/pricing/"
_LAMBDA = "https://aws.amazon.com/lambda/pricing/"
_SNS = "https://aws.amazon.com/sns/pricing/"
_EC2 = "https://aws.amazon.com/ec2/pricing/on-demand/"

_RDS = "https://aws.amazon.com/rds/pricing/"
_ELB = "https://aws.amazon.com/elasticloadbalancing/pricing/"
_AUTO_SCALING = "https://aws.amazon.com/ec2/autoscaling/pricing/"

FREE = {
    "AWS::AutoScaling::LifecycleHook": _AUTO_SCALING,
    "AWS::AutoScaling::ScheduledAction": _AUTO_SCALING,
    "AWS::Budgets::Budget": "https://aws.amazon.com/aws-cost-management/aws-budgets/pricing/",
    "AWS::CertificateManager::Certificate": "https://aws.amazon.com/certificate-manager/pricing/",
    "AWS::EC2::DHCPOptions": _VPC,
    "AWS::EC2::EIPAssociation": _VPC,
    "AWS::EC2::EgressOnlyInternetGateway": _VPC,
    "AWS::EC2::LaunchTemplate": _EC2,
    "AWS::EC2::NetworkAcl": _VPC,
    "AWS::EC2::NetworkAclEntry": _VPC,
    "AWS::EC2::NetworkInterface": _VPC,
    "AWS::EC2::Route": _VPC,
    "AWS::EC2::RouteTable": _VPC,
    "AWS::EC2::SecurityGroup": _VPC,
    "AWS::EC2::SecurityGroupEgress": _VPC,
    "AWS::EC2::SecurityGroupIngress": _VPC,
    "AWS::EC2::Subnet": _VPC,
    "AWS::EC2::SubnetCidrBlock": _VPC,
    "AWS::EC2::SubnetNetworkAclAssociation": _VPC,
    "AWS::EC2::SubnetRouteTableAssociation": _VPC,
    "AWS::EC2::VPCCidrBlock": _VPC,
    "AWS::EC2::VPCDHCPOptionsAssociation": _VPC,
    "AWS::EC2::VPCGatewayAttachment": _VPC,
    "AWS::EC2::VolumeAttachment": "https://aws.amazon.com/ebs/pricing/",
    "AWS::ElastiCache::SubnetGroup": "https://aws.amazon.com/elasticache/pricing/",
    "AWS::ElasticLoadBalancingV2::Listener": _ELB,
    "AWS::ElasticLoadBalancingV2::ListenerRule": _ELB,
    "AWS::ElasticLoadBalancingV2::TargetGroup": _ELB,
    "AWS::Events::Rule": "https://aws.amazon.com/eventbridge/pricing/",
    "AWS::IAM::Group": _IAM,
    "AWS::IAM::InstanceProfile": _IAM,
    "AWS::IAM::ManagedPolicy": _IAM,
    "AWS::IAM::Policy": _IAM,
    "AWS::IAM::Role": _IAM,
    "AWS::IAM::RolePolicy": _IAM,
    "AWS::IAM::ServiceLinkedRole": _IAM,
    "AWS::IAM::User": _IAM,
    "AWS::KMS::Alias": _KMS,
    "AWS::Lambda::Alias": _LAMBDA,
    "AWS::Lambda::EventInvokeConfig": _LAMBDA,
    "AWS::Lambda::LayerVersion": _LAMBDA,
    "AWS::Lambda::Permission": _LAMBDA,
    "AWS::Lambda::Url": _LAMBDA,
    "AWS::Lambda::Version": _LAMBDA,
    "AWS::RDS::DBParameterGroup": _RDS,
    "AWS::RDS::DBSubnetGroup": _RDS,
    "AWS::S3::BucketPolicy": _S3,
    "AWS::SNS::Subscription": _SNS,
    "AWS::SNS::Topic": _SNS,
    "AWS::SNS::TopicPolicy": _SNS,
    "AWS::SQS::QueueInlinePolicy": _SQS,
    "AWS::SQS::QueuePolicy": _SQS,
    "AWS::SecretsManager::ResourcePolicy": _SECRETS,
    "AWS::SecretsManager::RotationSchedule": _SECRETS,
    "AWS::SecretsManager::SecretTargetAttachment": _SECRETS,
}
