"""Templates: each compiles, each is used, and none of them computes, formats or carries a script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import TemplateDoesNotExist, engines
from django.template.loader import get_template

from tests.house.sources import ROOT, files_under, write

# Names that a framework asks for by itself.
ASKED_FOR = re.compile(r"^([45]\d\d|403_csrf)\.html$|^(account|mfa|allauth|django|admin|registration)/")
LOAD = re.compile(r"{%\s*load\s+([^%]+?)\s*%}")
FAULTS = {
    "an inline style": re.compile(r"<style\b|\sstyle\s*="),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)|\son[a-z]+\s*=|javascript:"),
    "a format of its own": re.compile(
        r"\|\s*(floatformat|date|time|intcomma|stringformat|filesizeformat|localize)\b"
    ),
    "a computation": re.compile(r"\|\s*(add|divisibleby|length_is)\b|{%\s*(widthratio|regroup)\b"),
    # What is refused takes the focus as its page loads, so that nobody looks for it; a fragment would win over it,
    # and stay on the next page, past what was done.
    "a refusal that waits to be found": re.compile(
        r'(?<!id="incident" )role="alert"(?! tabindex="-1" autofocus)'
    ),
    "a form that leads to a fragment": re.compile(r'<form[^>]*\saction="[^"]*#'),
    "a page outside": re.compile(r"(src|href)\s*=\s*[\"'](https?:)?//"),
}


def template_files(root: Path) -> list[tuple[str, Path]]:
    """Name as the loaders know it, and file, of every template of the project."""
    return [
        (path.as_posix().rsplit("/templates/", 1)[1], path)
        for path in files_under(root, ".html", ".txt")
        if "/templates/" in path.as_posix()
    ]


def find_unused(root: Path) -> list[str]:
    """Templates that no view, tag or template names."""
    texts = {path: path.read_text(encoding="utf-8") for path in files_under(root, ".py", ".html")}
    return [
        name
        for name, own in template_files(root)
        if not ASKED_FOR.match(name)
        and not is_named(
            name, [text for path, text in texts.items() if path != own and "tests" not in path.parts]
        )
    ]


def is_named(name: str, texts: list[str]) -> bool:
    """Named in full, or made of a stem written elsewhere: `f"governance/pack/_{page.kind}.html"` and `"front"`."""
    if any(name in text for text in texts):
        return True
    folder, _, last = name.rpartition("/")
    stem = last.removesuffix(".html").removeprefix("_")
    made = f"{folder}/{'_' if last.startswith('_') else ''}{{"
    return any(made in text for text in texts) and any(f'"{stem}"' in text for text in texts)


def find_faults(root: Path) -> list[str]:
    found = []
    for name, path in template_files(root):
        text = path.read_text(encoding="utf-8")
        for nature, pattern in FAULTS.items():
            found += [f"{name}:{line_of(text, match.start())}: {nature}" for match in pattern.finditer(text)]
        for line, content in enumerate(text.splitlines(), start=1):
            libraries = [library for match in LOAD.findall(content) for library in loaded(match)]
            if len(libraries) > 1:
                found.append(f"{name}:{line}: several loads on one line")
    return found


def loaded(argument: str) -> list[str]:
    """Libraries of a load tag: `a b` gives both, `x from a` gives one."""
    words = argument.split()
    return words[-1:] if "from" in words else words


def line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


@pytest.mark.parametrize("name", [name for name, _ in template_files(ROOT)])
def test_every_template_compiles(name: str) -> None:
    assert get_template(name).template.name.startswith(name)  # type: ignore[attr-defined]


def test_a_template_that_does_not_compile_is_found() -> None:
    with pytest.raises(Exception, match="endif"):
        engines["django"].from_string("{% if x %}")
    with pytest.raises(TemplateDoesNotExist):
        get_template("parts/nowhere.html")


def test_every_template_is_used() -> None:
    assert find_unused(ROOT) == []


def test_templates_only_show() -> None:
    assert find_faults(ROOT) == []


def test_faulty_templates_are_found(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "templates/kpis/list.html": "{% load ui formats %}\n<p style='x'>{{ rate|floatformat:2 }}</p>\n",
            "templates/kpis/_row.html": "{% load ui %}{% load formats %}\n<script>go()</script>{{ a|add:b }}\n",
            "templates/kpis/_alone.html": "{% load chart from charts %}\n<a onclick='x'>\n",
            "templates/kpis/_form.html": '<p role="alert">\n<form method="post" action="{{ url }}#a">',
            "templates/404.html": "<script src='/static/x.js'></script>",
            "kpis/views.py": "render(request, 'kpis/list.html')  # includes kpis/_row.html, kpis/_form.html\n",
        },
    )
    assert find_unused(tmp_path) == ["kpis/_alone.html"]
    assert find_faults(tmp_path) == [
        "kpis/_alone.html:2: an inline script",
        "kpis/_form.html:1: a refusal that waits to be found",
        "kpis/_form.html:2: a form that leads to a fragment",
        "kpis/_row.html:2: an inline script",
        "kpis/_row.html:2: a computation",
        "kpis/_row.html:1: several loads on one line",
        "kpis/list.html:2: an inline style",
        "kpis/list.html:2: a format of its own",
        "kpis/list.html:1: several loads on one line",
    ]
