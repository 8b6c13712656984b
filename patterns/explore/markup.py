"""The few pieces of HTML that several panels are made of; every text that comes in is escaped here."""

from __future__ import annotations

from html import escape


def button(
    words: str,
    action: str,
    value: str = "",
    *,
    look: str = "pc-btn",
    usable: bool = True,
    name: str = "",
    pressed: bool | None = None,
) -> str:
    """A button that reports `action` and `value` when clicked.

    One that is not usable stays in the order of the keys, so that a reader who just used it keeps their place; `name`
    is what a screen reader says where the words alone would not do; `pressed` the state of one that stays as it is put.
    """
    attributes = f'class="{look}" data-action="{escape(action)}" data-value="{escape(value)}"'
    attributes += "" if usable else ' aria-disabled="true"'
    attributes += f' aria-label="{escape(name)}"' if name else ""
    state = "" if pressed is None else f'aria-pressed="{str(pressed).lower()}" '
    return f'<button {state}type="button" {attributes}>{escape(words)}</button>'


def choice(words: str, name: str, value: str, *, pressed: bool, spoken: str = "") -> str:
    """A button that picks `value` under a name of the panel's, and looks pressed while it is picked."""
    look = "pc-btn pc-main-btn" if pressed else "pc-btn"
    return button(words, "pick", f"{name}={value}", look=look, name=spoken, pressed=pressed)


def chip(words: str, look: str = "") -> str:
    """A short fact in a frame of its own."""
    return f'<span class="{f"pc-chip {look}".strip()}">{escape(words)}</span>'


def trouble(words: str) -> str:
    """What went wrong, read out at once by a screen reader; nothing for nothing."""
    return f'<p class="pc-trouble" role="alert">{escape(words)}</p>' if words else ""


def facts(headings: tuple[str, ...], rows: str) -> str:
    """A table under these headings; `rows` is HTML."""
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
    return f'<table class="pc-tab"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
