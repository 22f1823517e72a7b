"""The three themes: a quiet dark one, a quiet light one, and one of high contrast.

Every text colour reaches a contrast of at least 4.5 to 1 on every background it stands on, and of 7
to 1 in high contrast; a test measures what each screen really draws. Beside Textual's own
variables, style sheets may use `$quiet` (lesser text), `$heading`, `$chosen` (behind what is
selected), `$chosen-heading` (a heading on it), `$key` (a key's name), `$rule` (thin lines) and
`$bright` (the strongest text).
"""

from textual.theme import Theme

DARK = "classroomsim-dark"
LIGHT = "classroomsim-light"
CONTRAST = "classroomsim-contrast"


def _theme(name: str, colours: dict[str, str], *, dark: bool) -> Theme:
    """A theme from our few colours; Textual's many variables are all derived from these."""
    c = colours
    return Theme(
        name=name,
        dark=dark,
        primary=c["key"],
        secondary=c["key"],
        accent=c["heading"],
        warning=c["heading"],
        error=c["heading"],
        success=c["key"],
        foreground=c["text"],
        background=c["background"],
        surface=c["surface"],
        panel=c["panel"],
        boost=c["panel"],
        text_alpha=1.0,
        variables={
            **{name: c[name] for name in ("quiet", "heading", "chosen", "key", "rule", "bright")},
            "chosen-heading": c["chosen-heading"],
            "footer-background": c["panel"],
            "footer-foreground": c["text"],
            "footer-key-foreground": c["key"],
            "footer-description-foreground": c["text"],
            "block-cursor-background": c["chosen"],
            "block-cursor-foreground": c["bright"],
            "block-cursor-text-style": "none",
            "block-cursor-blurred-background": c["chosen"],
            "block-cursor-blurred-foreground": c["bright"],
            "block-hover-background": c["surface"],
            "border": c["rule"],
            "border-blurred": c["rule"],
            "scrollbar": c["rule"],
            "scrollbar-hover": c["quiet"],
            "scrollbar-active": c["quiet"],
            "scrollbar-background": c["background"],
            "scrollbar-background-hover": c["background"],
            "scrollbar-background-active": c["background"],
            "scrollbar-corner-color": c["background"],
            "input-cursor-background": c["bright"],
            "input-cursor-foreground": c["background"],
            "input-selection-background": c["chosen"],
            "text-muted": c["quiet"],
            "text-disabled": c["quiet"],
        },
    )


_DARK_COLOURS = {
    "background": "#2e3440",
    "surface": "#3b4252",
    "panel": "#434c5e",
    "chosen": "#434c5e",
    "text": "#d8dee9",
    "bright": "#eceff4",
    "quiet": "#b9c1cf",
    "heading": "#d0abcc",
    "chosen-heading": "#dcbfd9",
    "key": "#92cbda",
    "rule": "#5b667d",
}
_LIGHT_COLOURS = {
    "background": "#f5f6f9",
    "surface": "#e8ebf1",
    "panel": "#dce1ea",
    "chosen": "#dce1ea",
    "text": "#2e3440",
    "bright": "#1c212b",
    "quiet": "#515c70",
    "heading": "#7a4a76",
    "chosen-heading": "#6f4169",
    "key": "#205b6e",
    "rule": "#b3bccb",
}
_CONTRAST_COLOURS = {
    "background": "#000000",
    "surface": "#161a20",
    "panel": "#262c36",
    "chosen": "#0a4166",
    "text": "#ffffff",
    "bright": "#ffffff",
    "quiet": "#e8ecf2",
    "heading": "#ffc9f7",
    "chosen-heading": "#ffe6fb",
    "key": "#a6eaff",
    "rule": "#aab4c4",
}

THEMES = (
    _theme(DARK, _DARK_COLOURS, dark=True),
    _theme(LIGHT, _LIGHT_COLOURS, dark=False),
    _theme(CONTRAST, _CONTRAST_COLOURS, dark=True),
)
THEME_OF = {"dark": DARK, "light": LIGHT, "contrast": CONTRAST}
"""The themes by the names that settings give them."""
