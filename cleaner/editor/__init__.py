"""The text that somebody has open in an editor: what is found in it, as a server of the Language Server Protocol."""
