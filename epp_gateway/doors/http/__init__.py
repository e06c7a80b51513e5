"""The HTTP API for control panels."""
