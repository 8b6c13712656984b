"""Pure functions of a template or a snapshot: what the linter says, what it looks like."""
