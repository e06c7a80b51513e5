"""Registries that live in memory, for tests and for people who never run the gateway."""
