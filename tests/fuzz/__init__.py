"""The fuzz campaign: whatever bytes a peer sends, the EPP layer ends in a declared way, soon.

`make fuzz` runs it, for as many seconds as `SECONDS` says; a run of some seconds is a part of `.ci/run`.
"""
