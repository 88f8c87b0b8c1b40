"""When this happens in one feature, that happens in another: a file each, named so."""
