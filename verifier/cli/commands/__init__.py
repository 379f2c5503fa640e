"""One file a command; the name of the module, of the command and of the click object are the same."""
