"""A calendar on a CalDAV server (RFC 4791): how it is found, read and written over HTTP."""
