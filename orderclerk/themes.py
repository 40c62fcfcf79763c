"""The looks of the full screen: light and dark for long days, and one of high contrast."""

from textual.theme import Theme

from data.words import _

LIGHT, DARK, CONTRAST = "orderclerk-light", "orderclerk-dark", "orderclerk-contrast"

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
)
"""All themes; the first is the one that a new desk has."""


def theme_titles() -> dict[str, str]:
    """Return the themes by name, each with its title."""
    return dict(zip((theme.name for theme in THEMES), (_("dark"), _("light"), _("high contrast")), strict=True))
