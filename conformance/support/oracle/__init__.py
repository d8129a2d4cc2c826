"""Checks recorded AWS requests against the service models that botocore carries."""
