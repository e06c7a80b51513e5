"""epp-gateway: a registrar gateway between control panels and EPP registries.

The layers, and who may call whom, are told in `docs/how-it-works.md` and held by import contracts.
"""

__version__ = "0.1.0"
