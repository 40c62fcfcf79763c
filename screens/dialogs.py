"""The dialogs, by their names: one module to import them from."""

from screens.dialog import Confirm, Dialog, GoTo, Message, plain
from screens.dialog_columns import ColumnChooser
from screens.dialog_commands import Command, Palette
from screens.dialog_form import VerbForm
from screens.dialog_jobs import Job
from screens.dialog_settings import SettingsDialog
from screens.dialog_verbs import VerbMenu
from screens.help import HelpKey, HelpScreen

__all__ = (
    "ColumnChooser",
    "Command",
    "Confirm",
    "Dialog",
    "GoTo",
    "HelpKey",
    "HelpScreen",
    "Job",
    "Message",
    "Palette",
    "SettingsDialog",
    "VerbForm",
    "VerbMenu",
    "plain",
)
