"""What is lost when a resource of a type that holds something is deleted. When that happens is `difference`'s.

From the deletion notes of each type in
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html.
"""

from __future__ import annotations

LOST = {
    "AWS::AutoScaling::AutoScalingGroup": "its instances are terminated",
    "AWS::CertificateManager::Certificate": "deletion fails while a service still uses it",
    "AWS::Cognito::UserPool": "its users and their passwords are lost",
    "AWS::DocDB::DBCluster": "its data and automated backups are lost",
    "AWS::DynamoDB::GlobalTable": "its items are lost in every region",
    "AWS::DynamoDB::Table": "its items are lost",
    "AWS::EC2::EIP": "its address is released and cannot be recovered",
    "AWS::EC2::Instance": "it is terminated; its instance store and the volumes deleted with it are lost",
    "AWS::EC2::NatGateway": "connections through it break, and subnets routed to it have no way out",
    "AWS::EC2::VPC": "everything in it must have been moved before",
    "AWS::EC2::Volume": "its data is lost",
    "AWS::ECR::Repository": "if it holds images, deletion fails and it stays",
    "AWS::EFS::FileSystem": "its files are lost",
    "AWS::ElastiCache::CacheCluster": "what it caches is lost",
    "AWS::ElastiCache::ReplicationGroup": "what it caches is lost",
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "its DNS name stops answering",
    "AWS::KMS::Key": (
        "it is disabled at once and gone after PendingWindowInDays (30 by default), "
        "and nothing encrypted under it can be read"
    ),
    "AWS::Kinesis::Stream": "the records it still holds are lost",
    "AWS::Lambda::Function": "calls by its old name or ARN fail",
    "AWS::Logs::LogGroup": "its log events are lost",
    "AWS::Neptune::DBCluster": "its data and automated backups are lost",
    "AWS::RDS::DBCluster": "its data and automated backups are lost",
    "AWS::RDS::DBInstance": "its data and automated backups are lost",
    "AWS::Redshift::Cluster": "its data is lost",
    "AWS::S3::Bucket": "if it holds objects, deletion fails and it stays",
    "AWS::SNS::Topic": "subscriptions made outside the stack are lost",
    "AWS::SQS::Queue": "the messages it still holds are lost",
    "AWS::SSM::Parameter": "its value and history are lost",
    "AWS::SecretsManager::Secret": "its values are lost to everything that reads them",
    "AWS::StepFunctions::StateMachine": "executions still running are stopped",
}
"""Type -> what deleting one of them costs."""

REFUSED = {"AWS::KMS::Key": ("KeySpec", "KeyUsage", "MultiRegion", "Origin")}
"""Type -> properties whose change makes the update fail, whatever the policies say
(https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html)."""

SNAPSHOT_TYPES = frozenset(
    {
        "AWS::DocDB::DBCluster",
        "AWS::EC2::Volume",
        "AWS::ElastiCache::CacheCluster",
        "AWS::ElastiCache::ReplicationGroup",
        "AWS::Neptune::DBCluster",
        "AWS::RDS::DBCluster",
        "AWS::RDS::DBInstance",
        "AWS::Redshift::Cluster",
    }
)
"""Types a policy of Snapshot is for
(https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html)."""
