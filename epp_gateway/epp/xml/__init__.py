"""XML in and out: bounded parsing, the one place that builds, schema validation, redaction."""
