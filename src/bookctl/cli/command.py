"""A command's module as something that can be run or read."""

import importlib

import typer
from typer.core import TyperCommand, TyperGroup

from bookctl.cli.registry import BY_NAME


def command_of(name: str) -> TyperCommand | TyperGroup:
    """Loads the command's module, and nothing else."""
    made = typer.main.get_command(importlib.import_module(BY_NAME[name].module).app)
    if not isinstance(made, TyperCommand | TyperGroup):
        raise TypeError(type(made).__name__)
    return made
