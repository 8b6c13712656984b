"""How the resources of one CloudFormation type are described, made, read and removed. Knows no service."""
