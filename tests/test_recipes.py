"""The programs of docs/recipes.md run, where their tools are installed; `scripts/recipes.py` installs them."""

import ast
import importlib.util
import sys

import pytest
from conftest import ROOT

_spec = importlib.util.spec_from_file_location("recipes", ROOT / "scripts/recipes.py")
assert _spec and _spec.loader
page = importlib.util.module_from_spec(_spec)
sys.modules["recipes"] = page
_spec.loader.exec_module(page)
RECIPES = list(page.recipes())


def test_each_block_is_a_program_with_what_it_prints() -> None:
    assert [r.name for r in RECIPES] == list(page.NEEDS)
    assert page.PAGE.read_text("utf-8").count("```python") == len(RECIPES)
    for recipe in RECIPES:
        ast.parse(recipe.program)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda r: r.name)
def test_a_program_prints_what_the_page_says(recipe: "page.Recipe") -> None:
    for module in page.NEEDS[recipe.name]:
        if not importlib.util.find_spec(module):
            pytest.skip(f"{module} is not installed; scripts/recipes.py installs it")
    assert recipe.wrong(sys.executable) == ""
