"""Hatch's hook: a wheel gets the compiled core if a C compiler is at hand, an editable install gets it in the tree.

Without a compiler the install goes on, and the program is pure Python.  `WHEEL_FOR` names another platform, a key of
`TARGETS` in `cleaner/native/build.py`, for which ziglang builds the core here; `any` leaves the core out.
"""

from __future__ import annotations

import os
import sys
import sysconfig
import tempfile
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

#: names the platform of the wheel
WHEEL_FOR = "CLEANER_WHEEL_FOR"


class CompiledCore(BuildHookInterface):  # type: ignore[type-arg]
    """Builds the core for what Hatch is about to make."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build it, or say why the program stays pure Python."""
        if self.target_name != "wheel" or (wanted := os.environ.get(WHEEL_FOR, "")) == "any":
            return
        build = _module(Path(self.root) / "cleaner/native/build.py")
        editable = version == "editable"
        self._folder = None if editable else tempfile.TemporaryDirectory()
        folder = Path(self._folder.name) if self._folder else build.HERE
        try:
            library = build.build(folder, wanted)
        except build.NoCompilerError as error:
            if wanted:
                raise
            self.app.display_warning(f"The compiled core was not built, so scans are cleaned more slowly:\n{error}")
            return
        if not editable:
            platform = wanted or sysconfig.get_platform().replace("-", "_").replace(".", "_")
            build_data["tag"] = f"py3-none-{platform}"
            build_data["pure_python"] = False
            build_data["force_include"][str(library)] = f"cleaner/native/{library.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what is in the wheel by now."""
        if folder := getattr(self, "_folder", None):
            folder.cleanup()


def _module(path: Path) -> Any:
    """The module in a file, which needs nothing of the program."""
    spec = spec_from_file_location("native_build", path)
    assert spec and spec.loader
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
