"""A pure function from facts and rules to a decision. Packs are TOML that a lawyer can read beside the terms."""
