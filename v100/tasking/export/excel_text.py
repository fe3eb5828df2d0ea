"""Text as Excel can hold it, in cells and in print headers.

In: any text. Out: the text, within Excel's limits. Refuses to cut in silence: what is cut says so.
"""

LONGEST_CELL = 32_767
LONGEST_PRINT_LINE = 255
_CUT_NOTE = " [cut]"


def fit_text(text: str, longest: int) -> str:
    """Return `text`, cut to `longest` UTF-16 units (what Excel counts) and marked where it had to be cut."""
    if _count_units(text) <= longest:
        return text
    kept = text[: longest - len(_CUT_NOTE)]
    while _count_units(kept) > longest - len(_CUT_NOTE):
        kept = kept[:-1]
    return kept + _CUT_NOTE


def plain_print_text(text: str) -> str:
    """Return `text` on one line and without the sign that starts a print code; `&` reads as `and`."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.replace("&", " and ").split())


def build_print_header(marking: str, statement: str) -> str:
    """Return the print header: the marking in bold, the statement below it, within 255 UTF-16 units."""
    start = f"&C&B{fit_text(plain_print_text(marking), LONGEST_PRINT_LINE // 3)}&B\n"
    return start + fit_text(plain_print_text(statement), LONGEST_PRINT_LINE - _count_units(start))


def build_print_footer(left: str, marking: str) -> str:
    """Return the print footer: `left`, the marking in bold, page of pages, within 255 UTF-16 units."""
    third = LONGEST_PRINT_LINE // 3
    line = fit_text(plain_print_text(left), third)
    return f"&L{line}&C&B{fit_text(plain_print_text(marking), third)}&B&RPage &P of &N"


def _count_units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
