"""What a company decides for itself: own recipes and checks, tag rules, defaults and limits, in `aws-patterns.toml`."""
