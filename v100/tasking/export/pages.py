"""How every page is made of its template: strictly, and with all data escaped.

In: a folder of templates and the filters they use. Out: a jinja2 environment. Refuses, when a page is made, a name in a
template that was given no value.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

Filters = Mapping[str, Callable[..., Any]]


def build_environment(templates: Path, filters: Filters) -> Environment:
    """Return the environment for the templates of a folder; `css_string` is a filter of all of them."""
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"css_string": quote_css, **filters}
    return environment


def quote_css(text: str) -> str:
    """Return `text` as a CSS string in which nothing can end the string, the style or the page."""
    return '"' + "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):x} " for c in text) + '"'
