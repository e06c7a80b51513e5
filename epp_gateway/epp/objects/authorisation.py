"""Authorisations of domains and contacts (RFC 5731 section 2.5, RFC 5733 section 2.8), all forms.

A value holds a password and a form. The password is what nearly every registry takes; the form is None then. With a
repository id, the password is another object's. In place of a password, an element of another namespace may stand:
then the password is an empty one.
"""

from epp_gateway.epp.xml.build import add, add_markup
from epp_gateway.epp.xml.canonical import markup_of
from epp_gateway.epp.xml.namespaces import Tags
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import Parent, attribute, exact, first
from epp_gateway.model.objects import AuthBlank, AuthExt, AuthForm, AuthRoid
from epp_gateway.model.secret import Secret


def write_auth(parent: Element, tags: Tags, secret: Secret | None, form: AuthForm | None = None) -> None:
    """Append `authInfo` with a password, which may be empty, or with what stands in its place."""
    match form:
        case AuthExt(xml=xml):
            add_markup(add(add(parent, tags.authInfo), tags.ext), xml.reveal())
        case AuthRoid(roid=roid):
            add(add(parent, tags.authInfo), tags.pw, _text(secret)).set("roid", roid)
        case AuthBlank() | None if secret is not None:
            add(add(parent, tags.authInfo), tags.pw, secret.reveal())


def read_auth(parent: Parent, tags: Tags) -> tuple[Secret | None, AuthForm | None]:
    """Read the password of `authInfo`, and what it says beside the object's own password.

    The password is an empty one where there is none, and None where there is no `authInfo`.
    """
    auth = parent.find(tags.authInfo)
    if auth is None:
        return None, None
    password = first(auth, tags.pw)
    if password is not None:
        roid = attribute(password, "roid")
        return Secret(exact(password)), AuthRoid(roid=roid) if roid else None
    other = auth.find(f"{tags.ext}/*")
    return Secret(""), None if other is None else AuthExt(xml=Secret(markup_of(other)))


def _text(secret: Secret | None) -> str:
    return "" if secret is None else secret.reveal()
