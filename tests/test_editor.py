"""`cleaner lsp`: what an editor is told of an open text, and what it is given to change."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace

import pytest
from command import cleaner
from lsprotocol import types
from pygls.lsp.client import LanguageClient
from pygls.workspace import TextDocument

from cleaner.editor import server
from cleaner.editor.buffer import Buffer, Replacement
from cleaner.formats import ReadOptions
from cleaner.kit import Kit

SAID = "Officials of EE. UU. said that the mafia stormed tbe embassy, where protesters threw stones.\n"
TEXTS = {  # as an editor holds them: no byte-order mark, whatever the file has
    "a.txt": f"\N{GRINNING FACE} One.\x0cTwo\N{LINE SEPARATOR} lines.\r\n\N{GRINNING FACE} {SAID}",
    "b.txt": f"\ud800 half a letter.\r{SAID}",
    "c.md": f"`EE. UU.` in code stays.\n\n{SAID}",
    "d.html": f'<html><head><meta charset="iso-8859-1"></head><body><p>Caf\xe9.</p><p>{SAID}</p></body></html>',
    "e.srt": f"1\n00:00:01,000 --> 00:00:02,000\n{SAID}\n",
    "f.json": f'{{"id": "\N{GRINNING FACE}", "text": "Caf\\u00e9. {SAID[:-1]}"}}',
    "g.txt": "",
    "h.txt": "He went home.\n",
}


def applied(text: str, changes: Iterable[Replacement]) -> str:
    for change in sorted(changes, reverse=True):
        text = text[: change.start] + change.text + text[change.end :]
    return text


@pytest.mark.parametrize("name", TEXTS)
def test_the_fixes_are_what_clean_writes(name: str, kit: Kit, elsewhere: Path) -> None:
    text = TEXTS[name]
    buffer = Buffer.checked(name, text, kit)
    plain = text.encode("utf-8", "replace").decode()
    written = cleaner("clean", "-", "--stdin-filename", name, stdin=plain.encode()).out
    assert applied(plain, buffer.fixes).encode() == written
    assert not buffer.amiss and bool(buffer.found) == ("EE. UU." in text)


@pytest.mark.parametrize("name", [name for name in TEXTS if "mafia" in TEXTS[name]])
def test_a_finding_stands_where_its_words_do(name: str, kit: Kit) -> None:
    text = TEXTS[name]
    buffer = Buffer.checked(name, text, kit)
    shown = {found.record.finding.rule: text[found.start : found.end] for found in buffer.found}
    assert shown["mt/es/mafia-mob"] == "mafia" and "EE. UU." in shown.values()
    (mob,) = (found for found in buffer.found if found.record.finding.rule == "mt/es/mafia-mob")
    assert "the mob stormed" in applied(text, dict(mob.choices)["mob"])


def test_a_page_in_one_long_line(kit: Kit) -> None:
    """Places are counted from the last hundred on, not from the beginning of the line."""
    before = "\N{GRINNING FACE}\u201cCaf\xe9.\u201d " * 150
    text = f"<html><body><p>{before}</p><p>{SAID}</p></body></html>"
    buffer = Buffer.checked("a.html", text, kit)
    looked = server.Looked(TextDocument("file:///a.html", text), 1, text, buffer)
    (shown,) = (d for d in looked.shown if d.code == "mt/es/mafia-mob")
    units = text.encode("utf-16-le")
    assert units[2 * shown.range.start.character : 2 * shown.range.end.character].decode("utf-16-le") == "mafia"


def test_a_text_that_cannot_be_read_says_why(kit: Kit) -> None:
    assert "f.json" not in Buffer.checked("f.json", '{"text": "cut o', kit).amiss
    assert Buffer.checked("f.json", '{"text": "cut o', kit).amiss and not Buffer.checked("f.json", "", kit).found


def test_who_types_on_is_not_looked_at(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []
    monkeypatch.setattr(server, "PAUSE", 0.01)
    monkeypatch.setattr(Buffer, "checked", lambda name, text, *_: looked_at.append(text) or Buffer())
    document = SimpleNamespace(uri="u", version=1, source="old", filename="a.txt")

    class Still(server.Server):
        workspace = SimpleNamespace(text_documents={"u": document})  # type: ignore[assignment]
        text_document_publish_diagnostics = print  # type: ignore[assignment]

    async def typed() -> None:
        still = Still(kit, ReadOptions())
        looks = [asyncio.create_task(still.look("u"))]
        await asyncio.sleep(0)
        document.version, document.source = 2, "new"
        looks.append(asyncio.create_task(still.look("u")))
        await asyncio.gather(*looks)

    asyncio.run(typed())
    assert looked_at == ["new"]


# ------------------------------------------------------------------ over the wire


class Editor:
    """Plays an editor: sends texts, keeps what it is told of them."""

    def __init__(self) -> None:
        self.client = LanguageClient("test", "1")
        self.told: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()
        self.logged: list[str] = []

        @self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def told(params: types.PublishDiagnosticsParams) -> None:
            self.told.put_nowait(params)

        @self.client.feature(types.WINDOW_LOG_MESSAGE)
        def logged(params: types.LogMessageParams) -> None:
            self.logged.append(params.message)

    async def start(self) -> types.InitializeResult:
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
        await self.client.start_io(sys.executable, "-m", "cleaner", "lsp", env=environment)
        begun = await self.client.initialize_async(types.InitializeParams(capabilities=types.ClientCapabilities()))
        self.client.initialized(types.InitializedParams())
        return begun

    async def shown(self) -> types.PublishDiagnosticsParams:
        return await asyncio.wait_for(self.told.get(), 60)

    def change(self, uri: str, version: int, text: str) -> None:
        which = types.VersionedTextDocumentIdentifier(uri=uri, version=version)
        whole = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(which, [whole]))

    async def actions(self, uri: str, at: types.Range, only: list[str] | None = None) -> list[types.CodeAction]:
        which, context = types.TextDocumentIdentifier(uri), types.CodeActionContext([], only)
        found = await self.client.text_document_code_action_async(types.CodeActionParams(which, at, context))
        return [action for action in found or [] if isinstance(action, types.CodeAction)]

    async def leave(self) -> None:
        await self.client.shutdown_async(None)
        self.client.exit(None)
        await self.client.stop()


def test_a_day_in_an_editor(elsewhere: Path) -> None:
    asyncio.run(_a_day())


async def _a_day() -> None:
    editor, uri = Editor(), "file:///nowhere/a.txt"
    begun = await editor.start()
    assert begun.capabilities.position_encoding == "utf-16"
    opened = types.TextDocumentItem(uri, "plaintext", 1, TEXTS["a.txt"])
    editor.client.text_document_did_open(types.DidOpenTextDocumentParams(opened))

    told = await editor.shown()
    assert (told.uri, told.version) == (uri, 1)
    by_rule = {d.code: d for d in told.diagnostics}
    mob, us = by_rule["mt/es/mafia-mob"], by_rule["mt/es/ee-uu-without-an-article"]
    assert (mob.range.start.line, mob.range.start.character) == (1, 38)
    assert (mob.severity, us.severity) == (types.DiagnosticSeverity.Information, types.DiagnosticSeverity.Warning)
    assert "“mafia” → “mob”, “crowd”: Translation turned" in mob.message

    offered = await editor.actions(uri, mob.range)
    assert [a.title for a in offered] == ["cleaner: “mob”", "cleaner: “crowd”", "cleaner: fix what is sure"]
    assert [a.title for a in await editor.actions(uri, us.range, ["quickfix"])] == ["cleaner: “the US”"]
    (everything,) = await editor.actions(uri, mob.range, ["source"])
    (changed,) = everything.edit.document_changes  # type: ignore[union-attr,misc]
    assert changed.text_document.version == 1  # type: ignore[union-attr]
    assert {e.new_text for e in changed.edits} == {"the US", "the"}  # type: ignore[union-attr]

    # typed twice without a pause: only the last is looked at, and until then nothing old is offered
    editor.change(uri, 2, "The mafia " + TEXTS["a.txt"])
    editor.change(uri, 3, "He went home.\n")
    assert await editor.actions(uri, mob.range) == []
    told = await editor.shown()
    assert (told.version, list(told.diagnostics)) == (3, [])

    editor.change(uri, 4, SAID)
    assert (await editor.shown()).diagnostics
    editor.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))
    assert not (await editor.shown()).diagnostics and await editor.actions(uri, mob.range) == []

    broken = types.TextDocumentItem("file:///nowhere/a.json", "json", 1, '{"text": "cut o')
    editor.client.text_document_did_open(types.DidOpenTextDocumentParams(broken))
    assert not (await editor.shown()).diagnostics and len(editor.logged) == 1 and "a.json" in editor.logged[0]
    await editor.leave()
    assert editor.told.empty()


def test_a_text_that_is_looked_at_keeps_no_editor_waiting(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    monkeypatch.setattr(server, "made", lambda *_: SimpleNamespace(start_io=lambda *_: None))
    monkeypatch.setattr(os, "_exit", ended.append)
    server.serve(kit)
    assert ended == [0]


def test_without_the_library_the_message_names_it(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygls.lsp.server", None)
    ran = cleaner("lsp")
    assert ran.code == 2 and "pip install 'article-cleaner[lsp]'" in ran.err
