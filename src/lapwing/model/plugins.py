"""A folder is a registry: the file name is the plug-in's name, and nothing else is edited."""

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

from lapwing.model.errors import LapwingError

T = TypeVar("T")


class PluginMissing(LapwingError):
    """A plug-in file does not give what its folder promises, so nothing starts."""

    code = "lapwing.plugin-missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a plug-in says of itself; docs, settings and `lapwing doctor` are made from it.

    name: the file's name.
    title: a short name for people.
    about: one sentence: what it turns into what.
    reference: the standard or publication it follows, with section; empty where it is our own.
    limits: what it does not show or cannot do, in a sentence; empty where nothing needs saying.
    """

    name: str
    title: str
    about: str
    reference: str = ""
    limits: str = ""


def discover(package: str, constant: str, kind: type[T]) -> Mapping[str, T]:
    """Return every plug-in of *package*, keyed by file name, in name order.

    Raises:
        PluginMissing: a file exports no *constant*, or one that is not a *kind*, or names itself otherwise.
    """
    found: dict[str, T] = {}
    folder = importlib.import_module(package)
    for info in sorted(pkgutil.iter_modules(folder.__path__), key=lambda each: each.name):
        module = importlib.import_module(f"{package}.{info.name}")
        plugin = getattr(module, constant, None)
        if not isinstance(plugin, kind):
            raise PluginMissing(f"{module.__name__} must export {constant}: {kind.__name__}")
        manifest = getattr(plugin, "manifest", None)
        if isinstance(manifest, Manifest) and manifest.name != info.name:
            raise PluginMissing(f"{module.__name__} calls itself {manifest.name}")
        found[info.name] = plugin
    return MappingProxyType(found)
