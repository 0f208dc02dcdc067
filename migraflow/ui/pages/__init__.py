"""One module per page: its State (a window on the services) and its drawing. Pages do not import one another."""
