"""The looks of the full screen: light and dark for long days, one of high contrast, and one for few colours."""

import sys
from collections.abc import Mapping

from rich.console import Console
from textual.theme import Theme

from data.words import _

LIGHT, DARK, CONTRAST = "orderclerk-light", "orderclerk-dark", "orderclerk-contrast"
SIXTEEN = "orderclerk-sixteen"

THEMES = (
    Theme(
        name=DARK,
        primary="#6ea8d8",
        secondary="#8fb39a",
        accent="#e0b56b",
        warning="#e8a84c",
        error="#ec7a76",
        success="#83c28f",
        foreground="#d8dce2",
        background="#14181d",
        surface="#1a1f26",
        panel="#262d37",
        dark=True,
        variables={
            "border": "#3a4553",
            "scrollbar": "#46525f",
            "scrollbar-hover": "#6ea8d8",
            "scrollbar-active": "#6ea8d8",
            "scrollbar-background": "#1a1f26",
            "scrollbar-background-hover": "#1a1f26",
            "scrollbar-background-active": "#1a1f26",
            "scrollbar-corner-color": "#1a1f26",
            "block-cursor-background": "#2f5d86",
            "block-cursor-foreground": "#ffffff",
            "block-cursor-blurred-background": "#2a3644",
            "block-cursor-blurred-foreground": "#d8dce2",
            "footer-background": "#20262f",
            "footer-foreground": "#aab3bf",
            "footer-key-foreground": "#e0b56b",
            "input-selection-background": "#6ea8d8 40%",
        },
    ),
    Theme(
        name=LIGHT,
        primary="#1f5f94",
        secondary="#3d6b4c",
        accent="#8a5a00",
        warning="#9a5200",
        error="#b3261e",
        success="#2c6e3f",
        foreground="#1d2329",
        background="#eceff1",
        surface="#fafbfb",
        panel="#dfe5ea",
        dark=False,
        variables={
            "border": "#b4bec8",
            "scrollbar": "#aab6c1",
            "scrollbar-hover": "#1f5f94",
            "scrollbar-active": "#1f5f94",
            "scrollbar-background": "#fafbfb",
            "scrollbar-background-hover": "#fafbfb",
            "scrollbar-background-active": "#fafbfb",
            "scrollbar-corner-color": "#fafbfb",
            "block-cursor-background": "#1f5f94",
            "block-cursor-foreground": "#ffffff",
            "block-cursor-blurred-background": "#ccdae6",
            "block-cursor-blurred-foreground": "#1d2329",
            "footer-background": "#dfe5ea",
            "footer-foreground": "#3c4650",
            "footer-key-foreground": "#8a3b00",
            "input-selection-background": "#1f5f94 30%",
        },
    ),
    Theme(
        name=CONTRAST,
        primary="#ffffff",
        secondary="#00ffff",
        accent="#ffff00",
        warning="#ffb000",
        error="#ff6a6a",
        success="#5cff5c",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#1c1c1c",
        boost="#101010",
        dark=True,
        text_alpha=1.0,
        variables={
            "border": "#ffffff",
            "scrollbar": "#ffffff",
            "scrollbar-hover": "#ffff00",
            "scrollbar-active": "#ffff00",
            "scrollbar-background": "#000000",
            "scrollbar-background-hover": "#000000",
            "scrollbar-background-active": "#000000",
            "scrollbar-corner-color": "#000000",
            "text-muted": "#e0e0e0",
            "text-disabled": "#b0b0b0",
            "block-cursor-background": "#ffff00",
            "block-cursor-foreground": "#000000",
            "block-cursor-blurred-background": "#5f5f00",
            "block-cursor-blurred-foreground": "#ffffff",
            "footer-background": "#1c1c1c",
            "footer-foreground": "#ffffff",
            "footer-key-foreground": "#ffff00",
            "input-selection-background": "#ffff00 50%",
        },
    ),
    # nothing but the sixteen colours of old terminals: others would turn into white or black there
    Theme(
        name=SIXTEEN,
        primary="#00aaaa",
        secondary="#55ffff",
        accent="#55ffff",
        warning="#ffff55",
        error="#ff5555",
        success="#55ff55",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#0000aa",
        boost="#000000",
        dark=True,
        text_alpha=1.0,
        variables={
            "border": "#aaaaaa",
            "scrollbar": "#aaaaaa",
            "scrollbar-hover": "#ffffff",
            "scrollbar-active": "#ffffff",
            "scrollbar-background": "#000000",
            "scrollbar-background-hover": "#000000",
            "scrollbar-background-active": "#000000",
            "scrollbar-corner-color": "#000000",
            "text": "#ffffff",
            "text-muted": "#aaaaaa",
            "text-disabled": "#aaaaaa",
            "text-primary": "#55ffff",
            "text-accent": "#55ffff",
            "text-warning": "#ffff55",
            "text-error": "#ff5555",
            "text-success": "#55ff55",
            "block-cursor-background": "#00aaaa",
            "block-cursor-foreground": "#000000",
            "block-cursor-blurred-background": "#0000aa",
            "block-cursor-blurred-foreground": "#ffffff",
            "footer-background": "#0000aa",
            "footer-foreground": "#ffffff",
            "footer-key-foreground": "#ffff55",
            "input-selection-background": "#00aaaa",
        },
    ),
)
"""All themes; the first is the one that a new desk has."""


def theme_titles() -> dict[str, str]:
    """Return the themes by name, each with its title."""
    titles = (_("dark"), _("light"), _("high contrast"), _("for 16 colours"))
    return dict(zip((theme.name for theme in THEMES), titles, strict=True))


def likely_theme(environ: Mapping[str, str]) -> str:
    """Return the theme that fits the terminal, for somebody who has chosen none.

    Args:
        environ: says whether colours are wanted at all; greys are best made of the dark theme.
    """
    return fitting(Console(file=sys.__stderr__).color_system, environ)


def fitting(colours: str | None, environ: Mapping[str, str]) -> str:
    """Return the theme that fits a number of colours, by the name that Rich gives it."""
    return SIXTEEN if colours == "standard" and not environ.get("NO_COLOR") else THEMES[0].name


def first_theme(wanted: object, likely: str) -> str:
    """Return the theme to begin with: the one that was chosen, else the likely one."""
    known = {theme.name for theme in THEMES}
    return wanted if isinstance(wanted, str) and wanted in known else likely
