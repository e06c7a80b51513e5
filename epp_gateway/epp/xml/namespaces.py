"""The namespaces we know, with their usual prefixes. A new grammar begins with a line here."""

EPP = "urn:ietf:params:xml:ns:epp-1.0"
DOMAIN = "urn:ietf:params:xml:ns:domain-1.0"
HOST = "urn:ietf:params:xml:ns:host-1.0"
CONTACT = "urn:ietf:params:xml:ns:contact-1.0"
RGP = "urn:ietf:params:xml:ns:rgp-1.0"
NAMESTORE = "http://www.verisign-grs.com/epp/namestoreExt-1.1"
JPRS = "urn:epp-gateway:params:xml:ns:jprs-1.0"
