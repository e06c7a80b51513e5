"""neulevel-1.0 (NeuStar, today GoDaddy Registry): words of a policy, in one free text. Unverified: from public samples.

The text is a row of `KEY=VALUE`, such as `AppPurpose=P1 NexusCategory=C31/DE`. Which keys there are depends on the TLD
and on the command: AppPurpose, NexusCategory, EXTContact, WhoisType, Publish, UIN, IDNLang, RestoreReasonCode,
RestoreComment, TrueData, ValidUse, FeeCheck and, in answers, TierName, AnnualTierPrice, ApplicationID and others.
"""

from epp_gateway.model.base import Value


class NeulevelPair(Value, frozen=True):
    """One `KEY=VALUE`. The value may hold single blanks, but nothing that looks like the next key."""

    key: str
    value: str


class Neulevel(Value, frozen=True, tag="neulevel", tag_field="type"):
    """extension{unspec} on commands about domains, hosts and contacts, and on their answers; in its order."""

    pairs: tuple[NeulevelPair, ...]
