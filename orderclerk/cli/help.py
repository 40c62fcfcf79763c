"""Commands that show their help in the language of the desk, laid out in cells, without loading Rich for it."""

import re
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from data.words import N_, _
from orderclerk.cli.layout import listed, wrapped
from orderclerk.cli.output import page_width
from orderclerk.exits import OutputClosed

_OF_TYPER = (
    N_("Show this message and exit."),
    N_("Install completion for the current shell."),
    N_("Show completion for the current shell, to copy it or customize the installation."),
)
"""Help texts that Typer brings along; marked here, translated where they are shown."""

_WIDEST_NAME = 26


class _Helpful:
    """What commands and groups have in common: their help."""

    help: str | None

    def get_help(self, ctx: Any) -> str:
        """Return the whole help."""
        width = page_width()
        command: Any = self
        parts = [self.usage(ctx)]
        if self.help:
            parts.append("\n".join(f"  {line}" for line in wrapped(_(self.help), width - 2)))
        arguments, options = [], []
        for parameter in command.get_params(ctx):
            if parameter.hidden:
                continue
            if parameter.param_type_name == "argument":
                arguments.append((parameter.display_name_raw, _in_language(parameter.help)))
            else:
                options.append((_option_name(parameter), _in_language(parameter.help)))
        for title, rows in (
            (_("Arguments:"), arguments),
            (_("Options:"), options),
            (_("Commands:"), self.commands_listed(ctx)),
        ):
            if rows:
                parts.append("\n".join([title, *listed(rows, width, _WIDEST_NAME)]))
        more = self.more(width)
        return "\n\n".join([*parts, more] if more else parts)

    def usage(self, ctx: Any) -> str:
        """Return the line that shows the order of things."""
        command: Any = self
        pieces = [_("[OPTIONS]")]
        for parameter in command.get_params(ctx):
            if parameter.param_type_name == "argument":
                name = parameter.display_name_raw + ("…" if parameter.nargs != 1 else "")
                pieces.append(name if parameter.required else f"[{name}]")
        if isinstance(self, TyperGroup):
            pieces.append(_("[COMMAND]") if self.invoke_without_command else _("COMMAND"))
        return _("Usage: {command} {pieces}").format(command=ctx.command_path, pieces=" ".join(pieces))

    def get_usage(self, ctx: Any) -> str:
        """Return what stands above a complaint of wrong use."""
        return self.usage(ctx)

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 - shells and lists wrap it themselves
        """Return the first sentence of the help, for lists and completion."""
        return re.split(r"(?<=\.)\s|(?<=。)", _in_language(self.help), maxsplit=1)[0]

    def commands_listed(self, _ctx: Any) -> list[tuple[str, str]]:
        """Return the subcommands and their helps."""
        return []

    def more(self, _width: int) -> str:
        """Return what stands below everything else."""
        return ""


def _in_language(help_text: str | None) -> str:
    """Return a help text, which is marked where it stands, in the language of the desk."""
    return _(help_text) if help_text else ""


def _option_name(parameter: Any) -> str:
    names = ", ".join(parameter.opts)
    return names if parameter.is_flag else f"{names} {parameter.metavar or parameter.name.upper()}"


class Command(_Helpful, TyperCommand):
    """One command."""


class Group(_Helpful, TyperGroup):
    """A command with subcommands."""

    def commands_listed(self, ctx: Any) -> list[tuple[str, str]]:
        """Return the subcommands and their helps."""
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        return [(name, command.get_short_help_str()) for name, command in found if command and not command.hidden]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the subcommand that is named.

        Raises:
            BadParameter: there is none of this name; similar ones are named.
        """
        name = args[0]
        if not name.startswith("-") and self.get_command(ctx, name) is None and not ctx.resilient_parsing:
            from data.words.phrases import did_you_mean, quoted, sentences

            said = _("There is no command {name}.").format(name=quoted(name))
            raise typer.BadParameter(sentences(said, did_you_mean(name, self.list_commands(ctx))), ctx=ctx)
        return super().resolve_command(ctx, args)


class Root(Group):
    """The program itself."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command.

        Raises:
            OutputClosed: the reader of standard output has gone. Typer would end the process where it meets the error.
        """
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise OutputClosed from error
