"""Parts every page is made of: `{% load ui %}`; pictures of each in the templates of `parts/`.

Tags that wrap content end by `{% end… %}`. A text that holds links is first captured:
`{% markup as lead %}…{% endmarkup %}`, then given to an option. An unknown option raises, so a typo is seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import template
from django.core.paginator import Page
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.templatetags.icons import state_of

register = template.Library()


def _options(given: Mapping[str, object], *allowed: str) -> dict[str, object]:
    """Every allowed option, empty unless given. Raises TemplateSyntaxError for any other name."""
    unknown = set(given) - set(allowed)
    if unknown:
        raise template.TemplateSyntaxError(f"unknown options {sorted(unknown)}, expected {allowed}")
    return dict.fromkeys(allowed, "") | dict(given)


def _trimmed(content: str) -> SafeString:
    """Rendered content without its outer blanks; `strip` alone would forget that it is already escaped."""
    return SafeString(content.strip())


@register.simple_block_tag
def markup(content: str) -> str:
    """`{% markup as lead %}<a href="…">GTR P3</a> : 85,1 %{% endmarkup %}`: captured text."""
    return _trimmed(content)


# ---- Head and sections ----


@register.simple_block_tag
def pagehead(content: str, title: str, **options: object) -> str:
    """`{% pagehead "12/14 respectés" kicker= lead= byline= csv= xlsx= pdf= %}…{% endpagehead %}`."""
    known = _options(options, "kicker", "lead", "byline", "csv", "xlsx", "pdf")
    return render_to_string("parts/_head.html", known | {"title": title, "actions": _trimmed(content)})


@register.simple_block_tag
def section(content: str, title: str, id: str, **options: object) -> str:
    """`{% section "Signaux" "signaux" note="2 à expliquer" %}…{% endsection %}`, a titled part of the page.

    Options: `css` (« sec » by default; in a `.grid`: « c7 », « c5 stack »), `note`, `more` and `more_url`
    (link at right), `csv`, `xlsx`, `beside` (captured, after the title), `aside` (captured, at right),
    `hidden` (title for screen readers only), `level` (2, or 3 inside another section).
    """
    known = _options(
        {"css": "sec", "level": 2} | options,
        *("css", "level", "note", "more", "more_url", "csv", "xlsx", "beside", "aside", "hidden"),
    )
    return render_to_string("parts/_section.html", known | {"title": title, "id": id, "content": content})


@register.inclusion_tag("parts/_exports.html")
def exports(csv: str = "", xlsx: str = "", pdf: str = "") -> dict[str, object]:
    """`{% exports csv="?export=csv" xlsx="?export=xlsx" %}`: the same rows as a file."""
    return {"csv": csv, "xlsx": xlsx, "pdf": pdf}


@register.inclusion_tag("parts/_monthswitch.html")
def monthswitch(
    label: str, previous_url: str = "", next_url: str = "", previous: str = "", next: str = ""
) -> dict[str, object]:
    """`{% monthswitch "mars 2026" previous_url next_url "février 2026" "avril 2026" %}`."""
    return {
        "label": label,
        "previous_url": previous_url,
        "next_url": next_url,
        "previous": previous,
        "next": next,
    }


@register.inclusion_tag("parts/_crumbs.html")
def crumbs(items: Iterable[tuple[str, str | None]]) -> dict[str, object]:
    """`{% crumbs frame.crumbs %}`: pairs of label and address; the last one is the page."""
    return {"items": list(items)}


@register.inclusion_tag("parts/_pills.html")
def pills(items: Iterable[object], label: str) -> dict[str, object]:
    """`{% pills filters "Filtrer les tickets" %}`; items have `label`, `url`, `count`, `active`."""
    return {"items": items, "label": label}


@register.inclusion_tag("parts/_steps.html")
def steps(items: Iterable[object], label: str = "Étapes") -> dict[str, object]:
    """`{% steps wizard "Étapes" %}`; items have `label`, `note`, `url`, `state` (done, current, todo)."""
    listed = list(items)
    return {"items": listed, "label": label, "short": len(listed) <= 3}


# ---- Figures ----


@register.simple_block_tag
def figures(content: str) -> str:
    """`{% figures %}{% figure … %}…{% endfigures %}`: the strip of (four) main figures."""
    return format_html('<dl class="figures">{}</dl>', _trimmed(content))


@register.inclusion_tag("parts/_figure.html")
def figure(label: str, value: str, **options: object) -> dict[str, object]:
    """`{% figure "Respectés" "12/14" url=u key="slas.board" n=14 state="breached" word="2 manqués" %}`.

    Other options: `unit` (small, after the value), `detail` (one line), `chart` (captured drawing).
    """
    known = _options(options, "url", "key", "n", "unit", "state", "word", "detail", "chart")
    return known | {"label": label, "value": value}


@register.simple_tag
def fig(value: str, url: str = "", key: str = "", n: object = "") -> SafeString:
    """`{% fig "168" url "slas.judged" 168 %}`: a figure in a text or table, linked to what it counts."""
    if not url:
        return format_html('<span class="fig">{}</span>', value)
    counted = format_html(' data-n="{}"', n) if n != "" else ""
    named = format_html(' data-figure="{}"{}', key, counted) if key else ""
    return format_html('<a class="fig" href="{}"{}>{}</a>', url, named, value)


@register.simple_block_tag
def verdict(content: str, value: str, state: str, **options: object) -> str:
    """`{% verdict "85,1 %" "breached" url= key= n= word= %}{% pair … %}…{% endverdict %}`: a verdict."""
    known = _options(options, "url", "key", "n", "word")
    return render_to_string("parts/_verdict.html", known | {"value": value, "state": state, "pairs": content})


@register.inclusion_tag("parts/_pair.html")
def pair(label: str, value: str, note: str = "", bad: bool = False) -> dict[str, object]:
    """`{% pair "Marge" "−9 tickets" "25 échecs, 16 admis" bad=True %}`: a fact beside a verdict."""
    return {"label": label, "value": value, "note": note, "bad": bad}


@register.simple_block_tag
def equation(content: str) -> str:
    """`{% equation %}{% term 412 "dans l’export" %}{% term 386 "identiques" op="=" %}…{% endequation %}`."""
    return format_html('<div class="eq">{}</div>', _trimmed(content))


@register.inclusion_tag("parts/_term.html")
def term(value: object, label: str, **options: object) -> dict[str, object]:
    """One term of an equation. Options: `op` (sign before it), `url`, `key`, `n`, `bad`, `apart`."""
    return _options(options, "op", "url", "key", "n", "bad", "apart") | {"value": value, "label": label}


# ---- Tables and lists ----


@register.simple_block_tag
def scroll(content: str, label: str, id: str = "") -> str:
    """`{% scroll "Tickets" %}<table class="tbl">…</table>{% endscroll %}`: it alone may scroll sideways."""
    anchor = format_html(' id="{}"', id) if id else ""
    return format_html(
        '<div class="scroll" role="region" tabindex="0" aria-label="{}"{}>{}</div>',
        label,
        anchor,
        SafeString(content),
    )


@register.simple_block_tag
def ledger(content: str, caption: str) -> str:
    """`{% ledger "Calcul du taux" %}{% ledgerline "" "Résolus" "175" %}…{% endledger %}`: a calculation."""
    return format_html(
        '<table class="ledger"><caption class="visually-hidden">{}</caption><tbody>{}</tbody></table>',
        caption,
        SafeString(content),
    )


@register.inclusion_tag("parts/_ledgerline.html")
def ledgerline(op: str, label: str, value: str, **options: object) -> dict[str, object]:
    """`{% ledgerline "=" "Jugés" "168" total=True url=u key="slas.judged" n=168 %}`; also `why`, `bad`."""
    known = _options(options, "why", "total", "url", "key", "n", "bad")
    return known | {"op": op, "label": label, "value": value}


@register.simple_block_tag
def lines(content: str, css: str = "") -> str:
    """`{% lines %}{% line … %}{% endlines %}`; `{% lines "todo" %}` when the lines carry a due date."""
    return format_html('<ul class="{}">{}</ul>', f"lines {css}".strip(), SafeString(content))


@register.inclusion_tag("parts/_line.html")
def line(title: str, **options: object) -> dict[str, object]:
    """`{% line "Rapport" icon="clock" detail= url= due= due_note= late=True action= action_url=u %}`.

    Also `primary` (main button), `css` on the icon (« xw » for a signal), `button` (captured, instead of
    a link), `mark` (a short code such as « D1 » instead of an icon).
    """
    known = _options(
        options,
        *("icon", "mark", "css", "url", "detail", "due", "due_note", "late"),
        *("action", "action_url", "primary", "button"),
    )
    return known | {"title": title}


@register.inclusion_tag("parts/_checkline.html")
def checkline(
    state: str, text: str, action: str = "", action_url: str = "", word: str = ""
) -> dict[str, object]:
    """`{% checkline "breached" "Action A-31 sans échéance" "Corriger" url %}`, inside `{% lines %}`.

    `word`: what the state is called here, for whoever does not see its icon.
    """
    found = state_of(state)
    return {
        "look": found,
        "css": f"ck-{found.tone}",
        "word": word or found.word,
        "text": text,
        "action": action,
        "action_url": action_url,
    }


@register.simple_block_tag
def thread(content: str) -> str:
    """`{% thread %}{% entry … %}…{% endentry %}{% endthread %}`: dated answers, oldest first."""
    return format_html('<ol class="thread">{}</ol>', SafeString(content))


@register.simple_block_tag
def entry(content: str, who: str, when: str, open: bool = False) -> str:
    """`{% entry "Responsable de compte, prestataire" "10/04/2026 à 09:14" open=True %}…{% endentry %}`."""
    return render_to_string("parts/_entry.html", {"who": who, "when": when, "open": open, "content": content})


@register.inclusion_tag("parts/_pager.html", takes_context=True)
def pager(context: template.Context, page: Page, name: str = "page") -> dict[str, object]:
    """`{% pager page_obj %}`: links that keep the filters; `name` is the parameter of the page number."""
    query = context["request"].GET.copy()

    def address(number: int | str) -> str:
        query[name] = str(number)
        return f"?{query.urlencode()}"

    shown = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {
        "page": page,
        "numbers": [(number, address(number) if isinstance(number, int) else "") for number in shown],
        "previous_url": address(page.number - 1),
        "next_url": address(page.number + 1),
    }


# ---- Messages ----


@register.simple_block_tag
def note(content: str, kind: str = "info", title: str = "") -> str:
    """`{% note "watch" "Données du 28/02/2026" %}…{% endnote %}`; kinds: info, watch, err, met, plain."""
    return render_to_string("parts/_note.html", {"kind": kind, "title": title, "content": _trimmed(content)})


@register.inclusion_tag("parts/_errors.html")
def errorlist(items: Iterable[tuple[str, str]], title: str) -> dict[str, object]:
    """`{% errorlist pairs "3 lignes à corriger" %}`; pairs of text and anchor (« #ligne-118 »)."""
    return {"items": list(items), "title": title}


@register.inclusion_tag("parts/_empty.html")
def emptystate(text: str, **options: object) -> dict[str, object]:
    """`{% emptystate "Aucun contrat." action="Créer" url=u %}`; also `other`, `other_url`, `button`."""
    return _options(options, "action", "url", "other", "other_url", "button") | {"text": text}


@register.inclusion_tag("parts/_methodnote.html")
def methodnote(version: str, computed: str, detail: str = "", anchor: str = "") -> dict[str, object]:
    """`{% methodnote "v3" "09/04/2026 à 06:10" "412 tickets, 11 exclus" "taux" %}`: under computed pages."""
    return {"version": version, "computed": computed, "detail": detail, "anchor": anchor}


@register.simple_block_tag
def fold(content: str, summary: str, css: str = "fold", open: bool = False) -> str:
    """`{% fold "Voir les données" "data" %}<table…>{% endfold %}`: native disclosure."""
    return format_html(
        '<details class="{}"{}><summary>{}</summary>{}</details>',
        css,
        SafeString(" open") if open else "",
        summary,
        SafeString(content),
    )
