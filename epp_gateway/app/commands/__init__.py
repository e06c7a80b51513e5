"""The commands of `epp-gateway`, one file for each group. They parse, call and print.

What takes long to import (pydantic, Trio, the policy packs' reader) is imported when a command runs, not before: help
and completion answer at once.
"""
