"""The tables: each section makes its texts, measures them in turn, and prints one table or two."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from speed import samples, tables
from speed.processes import Command, Cost, FailedRunError, Turns, in_turn
from speed.samples import Amounts, as_files, as_json_lines
from speed.tools import Tool, cleaner

US = "cleaner"


@dataclass(frozen=True)
class Bench:
    """What all sections share.  `place` is an empty folder for texts and caches; `most` is the guard's limit."""

    data: Path
    place: Path
    rounds: int
    amounts: Amounts
    beside: Sequence[Tool]
    older: Tool | None = None
    most: float = 1.1

    def ours(self, name: str = US) -> Tool:
        return cleaner(self.place / "cache", name=name)

    def measure(self, what: str, commands: Mapping[str, Command]) -> Turns:
        """The costs by name.  A tool that fails is named and left out; cleaner must not fail."""
        print(f"… {what}: {', '.join(commands)}", file=sys.stderr, flush=True)
        turns = in_turn(commands, self.rounds)
        for name, said in turns.failed.items():
            if name.startswith(US):
                raise FailedRunError(f"{name}, {what}: {said}")
            print(f"{name} left out, {what}: {said}", file=sys.stderr)
        return turns


@dataclass(frozen=True)
class Text:
    """A row of the first table: its title, the texts, and the folders where they and their first page lie."""

    title: str
    texts: Sequence[str]
    folder: Path
    page: Path
    plain: bool = True

    @property
    def size(self) -> int:
        return sum(map(len, self.texts))

    @property
    def words(self) -> int:
        return sum(len(text.split()) for text in self.texts)


def kinds(bench: Bench) -> bool:
    """Clean, scanned and translated texts, and one page of each, beside the other tools and the older version.

    False where a text costs more than `most` times what it cost the older version.
    """
    others = [*([bench.older] if bench.older else []), *bench.beside]
    rows, slower = [], []
    first: Mapping[str, list[Cost]] = {}
    for text in _texts(bench):
        costs = bench.measure(text.title, _commands(bench, others, text)).counted
        first = first or costs
        ours = costs[US]
        cells = [_ratio(tool, text, costs) for tool in others]
        if bench.older and median(_times(bench.older, text, costs)) > bench.most:
            slower.append(text.title)
        rate = text.words / tables.cpu(ours)
        rows.append(
            (text.title, f"{text.words:,}", f"{tables.cpu(ours):.2f}", f"{rate:,.0f}", tables.peak(ours), *cells)
        )
    head = ("text", "words", "CPU s", "words/s", "peak MiB", *(f"÷ {tool.name}" for tool in others))
    tables.show("`cleaner check`, and its CPU time divided by that of other tools", head, rows)
    _peaks(others, first)
    for title in slower:
        print(f"\nslower than {bench.most:g} times the older version: {title}")
    return not slower


def sizes(bench: Bench) -> bool:
    """One clean document of growing size."""
    longest = samples.long_document(bench.data, max(bench.amounts.sizes))
    wanted = [size for size in bench.amounts.sizes if size <= len(longest)]
    texts = {f"{size / 1e6:g} MB": [longest[:size]] for size in wanted}
    base = 1_000_000 if 1_000_000 in wanted else wanted[0]
    return _growth(bench, "One clean document", texts, f"{base / 1e6:g} MB")


def documents(bench: Bench) -> bool:
    """A growing number of clean documents, beside the tools that read all of them.

    There are fewer articles than the most that are wanted: the others are made of running text, so that no two
    documents have a paragraph in common that a memory could know.
    """
    texts = samples.articles(bench.data, max(bench.amounts.documents))
    wanted = [count for count in bench.amounts.documents if count <= len(texts)]
    base = 1_000 if 1_000 in wanted else wanted[0]
    parts = {f"{count:,} files": texts[:count] for count in wanted}
    beside = [tool for tool in bench.beside if not tool.most and tool.name != "python -c pass"]
    return _growth(bench, "Clean documents", parts, f"{base:,} files", beside)


def rules(bench: Bench) -> bool:
    """The shipped rules, and more rules of a user: on the clean articles and on one page."""
    texts = samples.articles(bench.data, bench.amounts.articles)
    everything = as_files(texts, bench.place / "rules-all")
    page = as_files([samples.page(texts)], bench.place / "rules-page")
    packs: dict[str, tuple[str, ...]] = {"shipped": ()}
    for count in bench.amounts.rules:
        pack = bench.place / f"made-{count}.yaml"
        pack.write_text(samples.made_rules(count, texts), encoding="utf-8")
        packs[f"+{count:,}"] = ("--rules", str(pack))
    tools = {name: bench.ours(f"{US} {name}") for name in packs}
    runs = {
        part: {name: tools[name].on(folder, *more) for name, more in packs.items()}
        for part, folder in (("page", page), ("all", everything))
    }
    pages, whole = (bench.measure(f"rules, {part}", runs[part]) for part in ("page", "all"))
    rows = [
        (
            name,
            f"{tables.cpu(whole.counted[name]):.2f}",
            _against(whole.counted, name, "shipped"),
            f"{tables.cpu(pages.counted[name]):.2f}",
            _against(pages.counted, name, "shipped"),
            f"{pages.first[name].cpu:.2f}",
            tables.peak(whole.counted[name]),
        )
        for name in packs
    ]
    head = ("rules", "CPU s", "÷ shipped", "one page, CPU s", "÷ shipped", "first run, CPU s", "peak MiB")
    tables.show(f"More phrase rules, {len(texts):,} clean files", head, rows)
    return True


def _texts(bench: Bench) -> Iterator[Text]:
    amounts = bench.amounts
    chosen = {
        "clean news": samples.articles(bench.data, amounts.articles),
        "scans": samples.damaged(bench.data, "scanned", amounts.scanned),
        "translated": samples.damaged(bench.data, "translated", amounts.translated),
    }
    for name, texts in chosen.items():
        place = bench.place / name
        page = as_files([samples.page(texts)], place / "page")
        yield Text(f"{name}, {len(texts):,} files", texts, as_files(texts, place / "all"), page)
        if name == "clean news":
            yield Text("the same in one JSONL file", texts, as_json_lines(texts, place / "jsonl"), page, plain=False)
    for name, texts in chosen.items():
        page = bench.place / name / "page"
        yield Text(f"one page: {name}", [samples.page(texts)], page, page)


def _commands(bench: Bench, others: Sequence[Tool], text: Text) -> dict[str, Command]:
    """Each tool on the text.  One that reads only the beginning also reads the page, and reads no JSON."""
    commands = {}
    for tool in (bench.ours(), *others):
        if text.plain or not tool.most:
            commands[tool.name] = tool.on(text.folder)
            if _beginning(tool, text):
                commands[f"{tool.name}, page"] = tool.on(text.page)
    return commands


def _beginning(tool: Tool, text: Text) -> bool:
    return tool.most is not None and tool.most < text.size


def _times(tool: Tool, text: Text, costs: Mapping[str, list[Cost]]) -> list[float]:
    theirs = tables.seconds(costs[tool.name])
    if _beginning(tool, text):
        theirs = tables.carried_on(costs[tool.name], costs[f"{tool.name}, page"], tool.most or 0, text.size)
    return tables.ratios(tables.seconds(costs[US]), theirs)


def _ratio(tool: Tool, text: Text, costs: Mapping[str, list[Cost]]) -> str:
    if tool.name not in costs:
        return "–"
    return tables.ratio(_times(tool, text, costs)) + (" *" if _beginning(tool, text) else "")


def _peaks(others: Sequence[Tool], costs: Mapping[str, list[Cost]]) -> None:
    for tool in others:
        if tool.most:
            print(f"\n\\* {tool.name} read the first {tool.most:,} characters; the rest is computed from them.")
    names = [US, *(tool.name for tool in others if tool.name in costs)]
    rows = [(name, tables.peak(costs[name]), f"{costs[name][0].lines:,}") for name in names]
    tables.show("Memory and output on the clean files", ("tool", "peak MiB", "lines printed"), rows)


def _growth(
    bench: Bench, title: str, parts: Mapping[str, Sequence[str]], base: str, beside: Sequence[Tool] = ()
) -> bool:
    """CPU time for a character, less start-up, beside that of the part named `base`; and beside other tools."""
    ours = bench.ours()
    place = bench.place / title
    texts = next(iter(parts.values()))
    commands = {"page": ours.on(as_files([samples.page(texts)], place / "page"))}
    folders = {name: as_files(part, place / name) for name, part in parts.items()}
    commands |= {name: ours.on(folder) for name, folder in folders.items()}
    commands |= {f"{tool.name}, {name}": tool.on(folder) for name, folder in folders.items() for tool in beside}
    costs = bench.measure(title, commands).counted
    rates = {name: tables.without_page(costs[name], costs["page"], sum(map(len, part))) for name, part in parts.items()}
    rows = [
        (
            name,
            f"{tables.cpu(costs[name]):.2f}",
            f"{median(rates[name]) * 1e6:.2f}",
            tables.ratio(tables.ratios(rates[name], rates[base])),
            tables.peak(costs[name]),
            *(_against(costs, name, f"{tool.name}, {name}") for tool in beside),
        )
        for name in parts
    ]
    head = ("", "CPU s", "µs a character, less one page", f"÷ {base}", "peak MiB")
    tables.show(title, (*head, *(f"÷ {tool.name}" for tool in beside)), rows)
    return True


def _against(costs: Mapping[str, list[Cost]], name: str, base: str) -> str:
    if base not in costs:
        return "–"
    return tables.ratio(tables.ratios(tables.seconds(costs[name]), tables.seconds(costs[base])))


SECTIONS: Mapping[str, Callable[[Bench], bool]] = {
    "kinds": kinds,
    "sizes": sizes,
    "documents": documents,
    "rules": rules,
}
