"""The review as a page on this machine's own address.  Needs the extra `[web]`."""
