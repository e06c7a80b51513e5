"""Plans of contacts: one thing for the panel, one object for each registry account that takes contacts.

The registry's id of a contact is made up here and journaled with the plan, before anything is sent.
"""

from collections.abc import Callable

from epp_gateway.journal.records import ContactRecord, Instance
from epp_gateway.journal.store import Transaction
from epp_gateway.model.account import Account
from epp_gateway.model.commands import ContactCreate, ContactDelete, ContactUpdate
from epp_gateway.model.errors import BadValue, WrongState
from epp_gateway.model.intent import ContactCard, CreateContact, DeleteContact, UpdateContact, WantedContact
from epp_gateway.model.objects import ContactKind, PostalInfo
from epp_gateway.model.plan import Made, Step
from epp_gateway.model.secret import Secret

from .accounts import Accounts
from .case import Case, own_contact

_KIND_OF_ROLE: dict[str, ContactKind] = {"registrant": "registrant", "admin": "personnel", "tech": "personnel"}


class ContactPlans:
    """Makes the steps that concern contacts."""

    def __init__(
        self, accounts: Accounts, *, new_contact_id: Callable[[], str], new_auth_code: Callable[[], Secret]
    ) -> None:
        self._accounts = accounts
        self._new_contact_id = new_contact_id
        self._new_auth_code = new_auth_code

    def plan(
        self, tx: Transaction, case: Case, wish: CreateContact | UpdateContact | DeleteContact
    ) -> tuple[Step, ...]:
        """The steps for a wish about a contact."""
        live = [instance for instance in tx.instances("contact", case.panel, case.name) if instance.is_live]
        match wish:
            case CreateContact():
                accounts = [self._accounts.get(registry) for registry in wish.registries]
                for n, account in enumerate(accounts):
                    if account.capabilities.contact_model == "none":
                        raise BadValue(f"{account.id} takes no contacts", path=f"$.registries[{n}]")
                return tuple(
                    self._contact_step(tx, account, case.panel, case.name, wish.card, _first_kind(account), "$")
                    for account in accounts
                )
            case UpdateContact():
                return tuple(self._contact_update(wish, instance) for instance in live)
            case DeleteContact():
                _refuse_used_contact(tx, case)
                return tuple(Step(goal=ContactDelete(id=i.registry_id), account=i.account) for i in live)

    def _contact_update(self, wish: UpdateContact, instance: Instance) -> Step:
        account = self._accounts.get(instance.account)
        card = wish.card
        goal = ContactUpdate(
            id=instance.registry_id,
            postal=_postal_for(card, account, "$"),
            voice=card.voice,
            fax=card.fax,
            email=card.email,
        )
        return Step(goal=goal, account=account.id)

    def of_domain(
        self, tx: Transaction, case: Case, wanted: tuple[WantedContact, ...]
    ) -> tuple[list[Step], dict[str, str]]:
        """Steps that make missing contacts, and the registry's id for each role; none where it takes no contacts."""
        account = case.registry_account
        ids: dict[str, str] = {}
        steps: list[Step] = []
        made: dict[tuple[str, str], str] = {}
        for contact in wanted:
            path = f"$.contacts.{contact.role}"
            if contact.card is not None and tx.contact(case.panel, contact.id) is None:
                card = ContactRecord(panel=case.panel, id=contact.id, version=1, card=contact.card, at=case.at)
                tx.add_contact_version(card)
            record = own_contact(tx, case.panel, contact.id, path=path)
            if account.capabilities.contact_model == "none":
                continue
            kind = _KIND_OF_ROLE.get(contact.role, "personnel") if account.capabilities.contact_kinds else None
            known = made.get((contact.id, kind or "")) or _live_contact(tx, account, case.panel, contact.id, kind)
            if known is None:
                step = self._contact_step(tx, account, case.panel, contact.id, record.card, kind, path)
                steps.append(step)
                known = step.makes.registry_id if step.makes else ""
                made[(contact.id, kind or "")] = known
            ids[contact.role] = known
        return steps, ids

    def _contact_step(
        self,
        tx: Transaction,
        account: Account,
        panel: str,
        contact: str,
        card: ContactCard,
        kind: ContactKind | None,
        path: str,
    ) -> Step:
        registry_id = self._new_contact_id()
        goal = ContactCreate(
            id=registry_id,
            postal=_postal_for(card, account, path),
            email=card.email,
            auth_info=self._new_auth_code(),
            voice=card.voice,
            fax=card.fax,
            kind=kind,
        )
        tx.put_instance(
            Instance(
                account=account.id,
                kind="contact",
                panel=panel,
                name=contact,
                registry_id=registry_id,
                state="wanted",
                role=kind or "",
            )
        )
        made = Made(kind="contact", name=contact, registry_id=registry_id)
        return Step(goal=goal, account=account.id, makes=made)


def check_contacts(contacts: tuple[WantedContact, ...], account: Account) -> None:
    """Raises BadValue when the account demands a contact that is not there."""
    if account.capabilities.contact_model != "required":
        return
    given = {contact.role for contact in contacts}
    missing = [role for role in account.capabilities.required_contacts if role not in given]
    if missing:
        raise BadValue(f"this registry needs the contacts: {', '.join(missing)}", path="$.contacts")


def _live_contact(tx: Transaction, account: Account, panel: str, contact: str, kind: ContactKind | None) -> str | None:
    for instance in tx.instances("contact", panel, contact):
        if instance.account == account.id and instance.role == (kind or "") and instance.is_live:
            return instance.registry_id
    return None


def _first_kind(account: Account) -> ContactKind | None:
    return "registrant" if account.capabilities.contact_kinds else None


def _postal_for(card: ContactCard, account: Account, path: str) -> tuple[PostalInfo, ...]:
    by_type = {postal.type: postal for postal in card.postal}
    missing = [kind for kind in account.capabilities.postal_types if kind not in by_type]
    if missing:
        raise BadValue(f"{account.id} needs the address in the form {' and '.join(missing)}", path=path)
    return tuple(by_type[kind] for kind in account.capabilities.postal_types)


def _refuse_used_contact(tx: Transaction, case: Case) -> None:
    users = [
        record.unicode
        for record in tx.domains(panel=case.panel)
        if record.left is None and any(contact.id == case.name for contact in record.contacts)
    ]
    if users:
        raise WrongState(f"the contact is in use by {', '.join(users[:5])}")
