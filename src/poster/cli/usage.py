"""Typer's complaints about a command line, in the language of its user."""

from __future__ import annotations

import re
from typing import Any

import typer

from poster.errors import RequestError
from poster.library import nearest


def usage_error(error: typer.TyperException) -> RequestError:
    """The same complaint as a message of our catalogue.

    Typer's own classes for these are private, so they are told apart by name; one that is not
    known keeps its English words.
    """
    name, facts = type(error).__name__, error.__dict__
    if name == "NoSuchOption":
        options = [option for param in _params(facts) for option in param.opts]
        given = facts["option_name"]
        return RequestError("usage-option", given=given, nearest=nearest(given, options))
    if name == "MissingParameter":
        return RequestError("usage-missing", parameter=_hint(facts))
    if name == "BadParameter":
        return RequestError("usage-value", parameter=_hint(facts))
    if name == "BadOptionUsage":
        return RequestError("usage-value", parameter=facts.get("option_name", ""))
    match = re.search(r"No such command '(.+?)'", str(error))
    if match:
        given = match.group(1)
        return RequestError("usage-command", given=given, nearest=nearest(given, _commands(facts)))
    return RequestError("unknown-option", why=str(error))


def is_help(error: typer.TyperException) -> bool:
    """Whether this is no complaint but the help of a command that was called with nothing."""
    return type(error).__name__ == "NoArgsIsHelpError"


def _params(facts: dict[str, Any]) -> list[Any]:
    context = facts.get("ctx")
    return list(context.command.params) if context else []


def _commands(facts: dict[str, Any]) -> list[str]:
    context = facts.get("ctx")
    return list(getattr(context.command, "commands", {})) if context else []


def _hint(facts: dict[str, Any]) -> str:
    param = facts.get("param")
    return str(max(param.opts, key=len)) if param is not None else str(facts.get("param_hint", ""))
