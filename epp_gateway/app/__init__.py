"""Wiring: configuration, logs, command line. The only package that knows all the others."""
