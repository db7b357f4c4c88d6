"""`cleaner lsp`: findings in an editor."""

from __future__ import annotations

from cleaner.cli import options
from cleaner.cli.messages import fail
from cleaner.cli.options import Shared


@options.takes("rules", "words", "glossary", "off", "bar", "ask", "damage", "mode", "text_field", "id_field")
def lsp(shared: Shared) -> None:
    """Show findings in an editor, by the Language Server Protocol.

    The editor starts it and speaks with it on standard input and output; [lsp] installs what it needs.
    """
    from cleaner.build_kit import build_kit
    from cleaner.files.extras import Missing, imported
    from cleaner.formats import ReadOptions

    try:
        imported("pygls.lsp.server", "lsp")
    except Missing as missing:
        raise fail(str(missing)) from None
    from cleaner.editor.server import serve

    settings = shared.settings()
    serve(build_kit(settings), ReadOptions(text_field=settings.text_field, id_field=settings.id_field))
