"""Auto Scaling groups: what they launch, keep, replace and end on the account's clock."""
