"""A simulated AWS account inside the process; the only place that imports moto."""
