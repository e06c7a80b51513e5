"""EPP as values and bytes (RFC 5730 to 5734): no socket and no clock. Schemas are read once, at start."""
