"""A server of the Language Server Protocol (microsoft.github.io/language-server-protocol): findings in an open text.

Texts come whole, not as changes: pygls counts a form feed and other characters as line ends, which editors do not, so
that its own text would drift away from the editor's.
"""

from __future__ import annotations

import asyncio
import os
import re
from bisect import bisect_right
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import accumulate

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.workspace import TextDocument

from cleaner.editor.buffer import STEP, Buffer, Placed, Replacement
from cleaner.formats import ReadOptions
from cleaner.kit import Kit
from cleaner.model import Verdict
from cleaner.text.visible import visible
from cleaner.version import __version__

PAUSE = 0.3  # seconds without a keystroke before a text is looked at
SUGGESTIONS = 4  # of a finding, offered in the menu
SEVERITY = {
    Verdict.FIX: types.DiagnosticSeverity.Warning,
    Verdict.ASK: types.DiagnosticSeverity.Information,
    Verdict.FLAG: types.DiagnosticSeverity.Hint,
}
_LINE_END = re.compile(r"\r\n|\n|\r")  # the protocol's; no other character ends a line


@dataclass(frozen=True)
class Looked:
    """A version of an open text, and what was found in it."""

    document: TextDocument
    version: int | None
    text: str
    buffer: Buffer

    def range(self, start: int, end: int) -> types.Range:
        """Characters `[start, end)` as the editor counts them."""
        return types.Range(self._position(start), self._position(end))

    def changes(self, changes: Iterable[Replacement]) -> types.WorkspaceEdit:
        """Changes of this version, and of no other."""
        edits = [types.TextEdit(self.range(c.start, c.end), c.text) for c in changes]
        which = types.OptionalVersionedTextDocumentIdentifier(uri=self.document.uri, version=self.version)
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(which, edits)])

    @cached_property
    def shown(self) -> list[types.Diagnostic]:
        """The findings as the editor shows them, in their order."""
        return [self._diagnostic(found) for found in self.buffer.found]

    def _diagnostic(self, found: Placed) -> types.Diagnostic:
        f = found.record.finding
        choices = [visible(text) or "nothing" for text, _ in found.choices[:SUGGESTIONS]]
        change = f" → {', '.join(f'“{c}”' for c in choices)}" if choices else ""
        return types.Diagnostic(
            range=self.range(found.start, found.end),
            message=f"“{visible(found.record.before)}”{change}: {f.why} ({f.confidence:.2f})",
            severity=SEVERITY[found.record.verdict],
            code=f.rule,
            source="cleaner",
        )

    def _position(self, at: int) -> types.Position:
        line = bisect_right(self._starts, at) - 1
        return types.Position(line, self._units_before(at) - self._units_before(self._starts[line]))

    def _units_before(self, at: int) -> int:
        """The units of the text before a character, in which the editor counts."""
        steps = at // STEP
        return self._units[steps] + self._counted(self.text[steps * STEP : at])

    @cached_property
    def _units(self) -> list[int]:
        text = self.text
        return [0, *accumulate(self._counted(text[at : at + STEP]) for at in range(0, len(text), STEP))]

    def _counted(self, text: str) -> int:
        """A text's length in the units in which the editor counts."""
        return int(self.document.position_codec.client_num_units(text))

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(m.end() for m in _LINE_END.finditer(self.text))]


class Server(LanguageServer):
    """Looks at each open text when its writer pauses; one at a time, the newest version only."""

    def __init__(self, kit: Kit, options: ReadOptions) -> None:
        super().__init__("cleaner", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.looked: dict[str, Looked] = {}
        self._kit, self._options = kit, options
        self._one = ThreadPoolExecutor(1)

    async def look(self, uri: str) -> None:
        """Look at a text after a pause, unless it has changed or was closed by then."""
        document = self.workspace.text_documents.get(uri)
        version = document.version if document else None
        await asyncio.sleep(PAUSE)
        if document is None or self._is_old(document, version):
            return
        text = document.source
        look = partial(Buffer.checked, document.filename or "text.txt", text, self._kit, self._options)
        buffer = await asyncio.get_running_loop().run_in_executor(self._one, look)
        if self._is_old(document, version):
            return
        looked = self.looked[uri] = Looked(document, version, text, buffer)
        if buffer.amiss:
            self.window_log_message(types.LogMessageParams(types.MessageType.Warning, f"{uri}: {buffer.amiss}"))
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, looked.shown, version))

    def forget(self, uri: str) -> None:
        """A closed text: nothing is shown of it any more."""
        self.looked.pop(uri, None)
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def actions(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        """What can be done at a place: each suggestion there, and all that is sure in the whole text."""
        looked = self.looked.get(params.text_document.uri)
        if looked is None or self._is_old(looked.document, looked.version):
            return []
        made = []
        for found, diagnostic in zip(looked.buffer.found, looked.shown, strict=True):
            if _touch(diagnostic.range, params.range):
                made += [
                    types.CodeAction(
                        title=f"cleaner: “{visible(text)}”" if text else "cleaner: take it out",
                        kind=types.CodeActionKind.QuickFix,
                        diagnostics=[diagnostic],
                        is_preferred=number == 0 and found.record.verdict is Verdict.FIX,
                        edit=looked.changes(changes),
                    )
                    for number, (text, changes) in enumerate(found.choices[:SUGGESTIONS])
                ]
        if looked.buffer.fixes:
            edit = looked.changes(looked.buffer.fixes)
            made.append(types.CodeAction("cleaner: fix what is sure", types.CodeActionKind.SourceFixAll, edit=edit))
        wanted = params.context.only
        return [a for a in made if wanted is None or any(a.kind and a.kind.startswith(kind) for kind in wanted)]

    def _is_old(self, document: TextDocument, version: int | None) -> bool:
        return self.workspace.text_documents.get(document.uri) is not document or document.version != version


def _touch(one: types.Range, other: types.Range) -> bool:
    def key(position: types.Position) -> tuple[int, int]:
        return position.line, position.character

    return key(one.start) <= key(other.end) and key(other.start) <= key(one.end)


def made(kit: Kit, options: ReadOptions = ReadOptions()) -> Server:
    """The server with what it answers to."""
    server = Server(kit, options)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def opened(params: types.DidOpenTextDocumentParams) -> None:
        await server.look(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(params: types.DidChangeTextDocumentParams) -> None:
        await server.look(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        server.forget(params.text_document.uri)

    kinds = types.CodeActionOptions([types.CodeActionKind.QuickFix, types.CodeActionKind.SourceFixAll])

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, kinds)
    def actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        return server.actions(params)

    return server


def serve(kit: Kit, options: ReadOptions = ReadOptions()) -> None:
    """Answers on standard input and output until the editor leaves."""
    with os.fdopen(0, "rb", closefd=False) as asked, os.fdopen(1, "wb", closefd=False) as answered:
        made(kit, options).start_io(asked, answered)
    os._exit(0)  # a long text may still be looked at, in a thread that nobody waits for by now
