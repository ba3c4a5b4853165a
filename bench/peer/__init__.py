"""django-helpdesk, the peer: settings, addresses and a loader, run in a virtual environment of its own."""
