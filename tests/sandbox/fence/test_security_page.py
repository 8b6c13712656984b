from pathlib import Path

from patterns.sandbox import fence

SECURITY = Path(__file__).parents[3] / "SECURITY.md"


def test_security_page_says_what_is_fenced_and_what_is_not_as_the_fence_does():
    text = fence.__doc__ or ""
    lists = text[text.index("Fenced, for") : text.index("`SECURITY.md`")].strip()

    assert "Not fenced" in lists
    assert lists in SECURITY.read_text(encoding="utf-8"), f"SECURITY.md needs this part:\n\n{lists}"
