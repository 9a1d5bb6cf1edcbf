"""Every named page: accessible at two widths and two themes, nothing wider than the window, drawings readable."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.browser.conftest import THEMES, WIDTHS
from tests.browser.demo_world import MONTH

pytestmark = pytest.mark.django_db(transaction=True)

LEAST_TEXT = 11
COLOURS = ("color-contrast", "link-in-text-block")

GROUPS: dict[str, list[str]] = {
    "roof": ["home", "inbox", "contracts:list", "job", "contract_dashboard"],
    "help": ["help", "method", "glossary", "report_format", "accessibility"],
    "account": ["account_change_password", "mfa_index"],
    "contract": ["contracts:record", "contracts:matrix", "contracts:scope", "contracts:calendars", "contracts:dates"],
    "people": ["contracts:people", "governance:raci"],
    "work": ["contracts:exclusions", "contracts:work_units", "contracts:amendments", "kpis:grey_zones"],
    "money": ["contracts:budget", "contracts:invoices", "contracts:revision"],
    "start": ["contracts:create", "contract_setup", "contract_review", "compare"],
    "papers": ["contracts:documents", "contracts:clauses", "contracts:obligations", "contracts:registers"],
    "slas": ["slas:heatmap", "slas:board", "slas:month", "slas:month_tickets", "slas:ticket", "slas:reconciliation"],
    "truth": ["slas:checks", "slas:sincerity", "slas:client_incidents", "slas:disputes", "slas:exclusions"],
    "life": ["slas:penalties", "slas:penalty_month", "slas:backtest", "slas:close_month", "contract_journal"],
    "kpis": ["kpis:list", "kpis:detail", "kpis:signals", "kpis:satisfaction"],
    "reports": ["reports:list", "reports:deposit", "reports:delivery", "reports:version", "reports:check",
        "reports:mapping", "reports:submit"],
    "governance": [
        "governance:list", "governance:committee", "governance:decisions", "governance:decision",
        "governance:actions", "governance:pack", "governance:risks", "governance:roadmap", "governance:escalations", "governance:log",
    ],
    "exit": ["reversibility:readiness", "reversibility:drills", "reversibility:requests"],
    "leaving": ["reversibility:timeline", "reversibility:cost", "reversibility:simulator", "reversibility:captivity", "exit_file"],
    "accesses": ["reversibility:access_register", "reversibility:access_exit", "reversibility:access_import"],
}  # fmt: skip
ABOVE_CONTRACTS = {
    *("home", "inbox", "contracts:list", "contracts:create", "compare", "job"),
    *GROUPS["help"],
    *GROUPS["account"],
}
OTHERS = {
    "provider": ["home", "inbox", "contract_dashboard", "slas:month", "reports:deposit", "governance:pack"],
    "executive": ["home", "contract_dashboard", "governance:committee", "governance:decision"],
}

STRUCTURE = """() => {
  const faults = [];
  const heads = [...document.querySelectorAll('h1, h2, h3, h4')].map(head => +head.tagName[1]);
  if (heads.filter(level => level === 1).length !== 1) faults.push('not one h1');
  heads.forEach((level, i) => { if (i && level > heads[i - 1] + 1) faults.push('h' + level + ' after h' + heads[i - 1]); });
  if (document.documentElement.lang !== 'fr') faults.push('no language');
  if (!/ — Portail infogérance$/.test(document.title)) faults.push('title: ' + document.title);
  const inside = document.querySelectorAll('[role=img] a, [role=img] button, [role=img] [tabindex]').length;
  if (inside) faults.push('something to reach inside a picture');
  const odd = document.body.innerText.match(/\\b(None|nan|NaN|undefined)\\b|\\{\\{|\\{%/);
  if (odd) faults.push('leftover: ' + odd[0]);
  return faults;
}"""
DRAWINGS = """least => {
  const faults = [];
  for (const svg of document.querySelectorAll('main svg')) {
    const frame = svg.getBoundingClientRect();
    if (!frame.width) continue;
    for (const text of svg.querySelectorAll('text')) {
      const box = text.getBoundingClientRect(), words = text.textContent.trim();
      if (!box.width || !words) continue;
      const scale = text.getScreenCTM();
      const size = parseFloat(getComputedStyle(text).fontSize) * Math.hypot(scale.a, scale.b);
      if (size < least - 0.05) faults.push('small text: ' + words);
      if (box.left < frame.left - 1 || box.right > frame.right + 1) faults.push('cut text: ' + words);
    }
  }
  return faults;
}"""


def address(demo: Any, name: str, role: str) -> str:
    """The page of the demonstration that a view's name stands for."""
    more = {
        "slas:board": {"month": MONTH},
        "slas:month": {"code": demo.missed, "month": MONTH},
        "slas:month_tickets": {"code": demo.missed, "month": MONTH},
        "slas:ticket": {"reference": demo.late_ticket},
        "slas:reconciliation": {"month": MONTH},
        "slas:checks": {"month": MONTH},
        "slas:penalty_month": {"month": MONTH},
        "slas:close_month": {"month": MONTH},
        "reports:mapping": {"month": MONTH, "version": 1},
        "reports:submit": {"month": MONTH, "version": 1},
        "contracts:matrix": {"number": 1},
        "kpis:detail": {"code": "K08"},
        "reports:delivery": {"month": MONTH},
        "reports:version": {"month": MONTH, "version": 1},
        "reports:check": {"month": MONTH, "version": 1},
        "governance:committee": {"committee": demo.committee},
        "governance:decision": {"pk": demo.decision},
        "governance:pack": {
            "committee": demo.committee,
            "variant": "partage" if role == "provider" else "client",
        },
        "job": {"pk": demo.job},
    }.get(name, {})
    kwargs = {key: str(value) if key != "pk" else value for key, value in more.items()}
    return reverse(name, kwargs=kwargs | ({} if name in ABOVE_CONTRACTS else {"contract": demo.slug}))


def faults_of(page: Any, axe: Any, overflow: Any) -> list[str]:
    """Everything wrong on the page that is open, at each width and theme (a theme changes colours only)."""
    found = [f"structure: {fault}" for fault in page.evaluate(STRUCTURE)]
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            rules = COLOURS if theme == "dark" else ()
            found += [f"{width} {theme}: {fault}" for fault in axe(page, rules)]
        found += [f"{width}: {fault}" for fault in page.evaluate(DRAWINGS, LEAST_TEXT)]
    for width in (320, 360):
        page.set_viewport_size({"width": width, "height": 900})
        if beyond := overflow(page):
            found.append(f"{width}: {beyond} px wider than the window")
    return found


def walk(demo: Any, page: Any, names: list[str], role: str, axe: Any, overflow: Any) -> dict[str, list[str]]:
    """Faults by page, those without any left out; two pages never share a title."""
    found, titles = {}, []
    for name in names:
        answer = page.goto(address(demo, name, role))
        if answer.status != 200:
            found[name] = [f"answered {answer.status}"]
        elif faults := faults_of(page, axe, overflow):
            found[name] = faults
        titles.append(page.title())
    assert len(titles) == len(set(titles))
    return found


@pytest.mark.parametrize("group", GROUPS)
def test_pages_of_the_referent(
    demo: Any, open_page: Any, sign_in: Any, axe: Any, overflow: Any, group: str
) -> None:
    page = sign_in(open_page(), demo.person("referent"))
    assert walk(demo, page, GROUPS[group], "referent", axe, overflow) == {}


@pytest.mark.parametrize("role", OTHERS)
def test_pages_of_the_others(
    demo: Any, open_page: Any, sign_in: Any, axe: Any, overflow: Any, role: str
) -> None:
    page = sign_in(open_page(), demo.person(role))
    assert walk(demo, page, OTHERS[role], role, axe, overflow) == {}
