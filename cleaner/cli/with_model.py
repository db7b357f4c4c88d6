"""A job with the language model that the command line names, and its dry run."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import replace

import typer

from cleaner.batch.asked_first import asked_first
from cleaner.batch.run import prepared
from cleaner.batch.shard import Shard
from cleaner.cli.asking_model import ModelAsking
from cleaner.cli.job import Job
from cleaner.cli.messages import fail, say
from cleaner.cli.printing import put
from cleaner.files.locations import cache
from cleaner.llm.budget import DEFAULT, BadBudget, Budget
from cleaner.llm.chooser import Chooser
from cleaner.llm.endpoint import BadAddress, Endpoint
from cleaner.llm.prompt import SYSTEM
from cleaner.llm.reply_cache import ReplyCache
from cleaner.text.plural import count
from cleaner.text.visible import in_json

KEY = "CLEANER_LLM_KEY"


def with_model(job: Job, part: Shard | None) -> Job:
    """The job with the model that the command line names; a shard has its share of the budget.

    A dry run ends here.
    """
    said = job.shared
    if said.llm is None or not said.model:
        raise fail(
            "--model, --llm-budget and --llm-dry-run need --llm URL" if said.llm is None else "--llm needs --model NAME"
        )
    try:
        endpoint = Endpoint.at(said.llm, os.environ.get(KEY, ""))
        budget = Budget.told(said.llm_budget or DEFAULT)
    except (BadAddress, BadBudget) as error:
        raise fail(f"--llm: {error}") from None
    recipe = hashlib.sha256(repr((said.model, budget, SYSTEM)).encode("utf-8", "replace")).hexdigest()[:16]
    mine = budget.share(part.number, part.count) if part else budget
    chooser = Chooser(endpoint, said.model, mine, ReplyCache(cache() / "llm"), job.kit.policy)
    if said.llm_dry_run:
        _dry_run(job, chooser)
        raise typer.Exit(0)
    return replace(job, asking=ModelAsking(chooser, recipe, said.quiet))


def _dry_run(job: Job, chooser: Chooser) -> None:
    """Print each request that the run would send, and send none."""
    asked_first(prepared(job.inputs, job.options), job.kit, job.cleaning(), chooser, lambda: None)
    requests = list(chooser.requests())
    unknown = [request for request in requests if not chooser.cache.get(request)]
    for request in unknown:
        sent = {"url": chooser.endpoint.url, "body": json.loads(request)}
        put((in_json(json.dumps(sent, ensure_ascii=False)) + "\n").encode("utf-8", "replace"))
    known = count(len(requests) - len(unknown), "answer")
    say(
        f"{count(len(unknown), 'request')} would be sent; {known} would be taken from earlier runs; "
        "a choice that would change the text would be asked once more, with the readings in the other order"
    )
