"""Which function writes which value, and which reads which element. A new verb or extension begins with a row here."""

from collections.abc import Callable, Mapping
from typing import Any

from epp_gateway.model import commands, extensions
from epp_gateway.model import objects as data
from epp_gateway.model.commands import Command
from epp_gateway.model.extensions import Extension
from epp_gateway.model.objects import ResponseData

from .extensions import jprs, namestore, opaque, rgp
from .objects import common, contact, domain, host, poll, session
from .xml.namespaces import C, D, E, H, J, N, R
from .xml.parse import Element

Writer = Callable[[Element, Any], None]
"""Appends a value to the element around it. The table's key is the type of that value."""

SESSION_WRITERS: Mapping[type, Writer] = {
    commands.Login: session.write_login,
    commands.Logout: session.write_logout,
    commands.Poll: poll.write_poll,
}
"""Commands that are a verb and nothing inside it; the writer gets `command`."""

OBJECT_WRITERS: Mapping[type, tuple[str, Writer]] = {
    commands.DomainCheck: (E.check, domain.write_check),
    commands.DomainInfo: (E.info, domain.write_info),
    commands.DomainCreate: (E.create, domain.write_create),
    commands.DomainDelete: (E.delete, domain.write_delete),
    commands.DomainRenew: (E.renew, domain.write_renew),
    commands.DomainTransfer: (E.transfer, domain.write_transfer),
    commands.DomainUpdate: (E.update, domain.write_update),
    commands.HostCheck: (E.check, host.write_check),
    commands.HostInfo: (E.info, host.write_info),
    commands.HostCreate: (E.create, host.write_create),
    commands.HostDelete: (E.delete, host.write_delete),
    commands.HostUpdate: (E.update, host.write_update),
    commands.ContactCheck: (E.check, contact.write_check),
    commands.ContactInfo: (E.info, contact.write_info),
    commands.ContactCreate: (E.create, contact.write_create),
    commands.ContactDelete: (E.delete, contact.write_delete),
    commands.ContactUpdate: (E.update, contact.write_update),
}
"""Commands about objects: the verb, and the writer of what is inside it."""

COMMAND_READERS: Mapping[str, Callable[[Element], Command]] = {
    E.login: session.read_login,
    E.logout: session.read_logout,
    E.poll: poll.read_poll,
    D.check: domain.read_check,
    D.info: domain.read_info,
    D.create: domain.read_create,
    D.delete: domain.read_delete,
    D.renew: domain.read_renew,
    D.transfer: domain.read_transfer,
    D.update: domain.read_update,
    H.check: host.read_check,
    H.info: host.read_info,
    H.create: host.read_create,
    H.delete: host.read_delete,
    H.update: host.read_update,
    C.check: contact.read_check,
    C.info: contact.read_info,
    C.create: contact.read_create,
    C.delete: contact.read_delete,
    C.update: contact.read_update,
}
"""By the verb of the session, or by the object's element inside the verb."""

OBJECT_VERBS = frozenset({E.check, E.info, E.create, E.delete, E.renew, E.transfer, E.update})
"""Verbs that hold an element of another namespace."""

DATA_WRITERS: Mapping[type, Writer] = {
    data.CheckData: common.write_check_data,
    data.TransferData: common.write_transfer_data,
    data.PendingResult: common.write_pending_result,
    data.DomainData: domain.write_data,
    data.DomainCreated: domain.write_created,
    data.DomainRenewed: domain.write_renewed,
    data.HostData: host.write_data,
    data.HostCreated: host.write_created,
    data.ContactData: contact.write_data,
    data.ContactCreated: contact.write_created,
}
"""Inside `resData`."""

DATA_READERS: Mapping[str, Callable[[Element], ResponseData | None]] = {
    D.chkData: lambda element: common.read_check_data("domain", element),
    D.infData: domain.read_data,
    D.creData: domain.read_created,
    D.renData: domain.read_renewed,
    D.trnData: lambda element: common.read_transfer_data("domain", element),
    D.panData: lambda element: common.read_pending_result("domain", element),
    H.chkData: lambda element: common.read_check_data("host", element),
    H.infData: host.read_data,
    H.creData: host.read_created,
    H.panData: lambda element: common.read_pending_result("host", element),
    C.chkData: lambda element: common.read_check_data("contact", element),
    C.infData: contact.read_data,
    C.creData: contact.read_created,
    C.trnData: lambda element: common.read_transfer_data("contact", element),
    C.panData: lambda element: common.read_pending_result("contact", element),
}
"""None where the element does not say what it should."""

EXTENSION_WRITERS: Mapping[type, Writer] = {
    extensions.NameStore: namestore.write_namestore,
    extensions.NameStoreError: namestore.write_error,
    extensions.RgpStatuses: rgp.write_statuses,
    extensions.JprsContact: jprs.write_contact,
    extensions.JprsDomain: jprs.write_domain,
    extensions.JprsTransfer: jprs.write_transfer,
    extensions.JprsDomainData: jprs.write_domain_data,
    extensions.OpaqueExtension: opaque.write_opaque,
}
"""Inside `extension`."""

EXTENSION_READERS: Mapping[str, Callable[[Element], Extension | None]] = {
    N.namestoreExt: namestore.read_namestore,
    N.nsExtErrData: namestore.read_error,
    R.infData: rgp.read_statuses,
    J.create: jprs.read_create,
    J.transfer: jprs.read_transfer,
    J.infData: jprs.read_domain_data,
}
"""None where the element is not in the shape we know; then it is kept as it is."""
