"""What a contract file would change of months that are closed: each place, with what it was.

A closed month rests on the versions, hours, sites, closures, commitments and prices of its days. They change by what
takes effect after it, never by writing them anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from contracts.engine.problems import Problem
from core.engine.formats import date_short
from slas.engine.amending import words

Tables = Mapping[str, Any]
Row = Mapping[str, Any]
Rows = Mapping[Any, Row]
PROMISED = (
    "contrat", "version", "plage", "site", "fermeture", "engagement", "perimetre", "exclusion", "zone_grise",
    "unite_oeuvre", "preavis", "revision", "sortie",
)  # fmt: skip
"""The tables on which closed months rest, or that an amendment changes."""
SECTIONS = ("perimetre", "exclusion", "zone_grise")
JUDGED = (
    "nature", "type_gtr", "service", "plage", "taux_exige", "volume_minimal", "sans_penalite", "delai",
)  # fmt: skip
"""Keys of a commitment on which its verdicts rest; its prices are compared without their clause."""


@dataclass(frozen=True)
class Closed:
    """The last day of the closed months, and what is told of what would rewrite them."""

    until: date

    @property
    def opened(self) -> str:
        return date_short(self.until + timedelta(days=1))

    def changed(self, place: str, key: str, was: Any, now: Any, instead: str = "") -> Problem:
        """A value that closed months rest on and that the file says otherwise."""
        return Problem(
            place,
            f"« {key} » passe de « {words(was)} » à « {words(now)} », ce qui récrirait des mois clos"
            f" (jusqu’au {date_short(self.until)}).",
            instead or f"Remettez l’ancienne valeur, et proposez un avenant au {self.opened} ou après.",
        )

    def gone(self, place: str, key: str) -> Problem:
        return Problem(
            place,
            f"le fichier l’omet, alors que des mois clos (jusqu’au {date_short(self.until)}) en dépendent.",
            f"Remettez {key} tel que le contrat exporté le dit.",
        )

    def come(self, place: str, day: date) -> Problem:
        return Problem(
            place,
            f"le fichier l’ajoute au {date_short(day)}, dans un mois clos.",
            f"Retirez-le, et proposez un avenant au {self.opened} ou après.",
        )


def rewritten(before: Tables, after: Tables, until: date) -> list[Problem]:
    """What differs between the contract as it stands and as the file would leave it, for days until `until`."""
    closed = Closed(until)
    readers: tuple[Callable[[Tables, Tables, Closed], Iterator[Problem]], ...] = (
        _identity, _versions, _hours, _places, _closures, _commitments, _scope, _unit_prices,
    )  # fmt: skip
    return [problem for read in readers for problem in read(before, after, closed)]


def _identity(before: Tables, after: Tables, closed: Closed) -> Iterator[Problem]:
    was, now = before["contrat"], after["contrat"]
    for key in ("fuseau", "debut"):
        if was.get(key) != now.get(key):
            yield closed.changed("[contrat]", key, was.get(key), now.get(key), "Remettez l’ancienne valeur.")
    if was["fin"] != now["fin"] and min(was["fin"], now["fin"]) <= closed.until:
        yield closed.changed("[contrat]", "fin", was["fin"], now["fin"])


def _versions(before: Tables, after: Tables, closed: Closed) -> Iterator[Problem]:
    def begun(tables: Tables) -> dict[int, Row]:
        rows = tables.get("version", ())
        return {row["numero"]: row for row in rows if row["effet"] <= closed.until}

    was, now, said = begun(before), begun(after), {row["numero"]: row for row in after.get("version", ())}
    for number, row in was.items():
        place = f"version {number}"
        if number not in said:
            yield closed.gone(place, "cette version")
            continue
        matrix = (
            f"Remettez l’ancienne, proposez un avenant au {closed.opened} ou après, et dites la nouvelle à la page de la"
            " matrice avant sa prise d’effet."
        )
        for key, remedy in (("effet", ""), ("forfait_mensuel", ""), ("matrice", matrix)):
            if row.get(key) != said[number].get(key):
                yield closed.changed(place, key, row.get(key), said[number].get(key), remedy)
        yield from _settings(place, row.get("reglages", {}), said[number].get("reglages", {}), closed)
    yield from (
        closed.come(f"version {number}", row["effet"]) for number, row in now.items() if number not in was
    )


def _settings(place: str, was: Row, now: Row, closed: Closed) -> Iterator[Problem]:
    for key in dict.fromkeys([*was, *now]):
        if was.get(key) != now.get(key):
            yield closed.changed(f"{place}, réglages", key, was.get(key), now.get(key))


def _hours(before: Tables, after: Tables, closed: Closed) -> Iterator[Problem]:
    """Service hours that a commitment of closed months, or a site, follows."""
    rows = [*_begun(before, closed).values(), *before.get("site", ())]
    cited = {row["plage"] for row in rows if row.get("plage")}
    now = {row["code"]: row for row in after.get("plage", ())}
    for row in before.get("plage", ()):
        place, said = f"plage {row['code']}", now.get(row["code"])
        if row["code"] not in cited:
            continue
        if said is None:
            yield closed.gone(place, "cette plage")
            continue
        for key in ("toujours_ouvert", "fenetres"):
            if row.get(key) != said.get(key):
                remedy = "Remettez-la, et donnez un nouveau code à la nouvelle plage."
                yield closed.changed(place, key, row.get(key), said.get(key), remedy)


def _places(before: Tables, after: Tables, closed: Closed) -> Iterator[Problem]:
    now = {row["code"]: row for row in after.get("site", ())}
    for row in before.get("site", ()):
        place, said = f"site {row['code']}", now.get(row["code"])
        if said is None:
            yield closed.gone(place, "ce site")
            continue
        for key in ("zone_feries", "lundi_pentecote_travaille", "plage"):
            if row.get(key) != said.get(key):
                remedy = "Remettez l’ancienne valeur, ou ajoutez un site d’un autre code."
                yield closed.changed(place, key, row.get(key), said.get(key), remedy)


def _closures(before: Tables, after: Tables, closed: Closed) -> Iterator[Problem]:
    was, now = _closed_days(before, closed), _closed_days(after, closed)
    kept = {row["code"] for row in after.get("site", ())} | {""}
    for site, day in sorted(was - now):
        if site in kept:
            yield closed.gone(_closure(site, day), "cette fermeture")
    for site, day in sorted(now - was):
        yield Problem(
            _closure(site, day),
            f"le fichier l’ajoute dans un mois clos (jusqu’au {date_short(closed.until)}).",
            "Retirez-la : les délais de ce mois ont couru ce jour-là.",
        )


def _closed_days(tables: Tables, closed: Closed) -> set[tuple[str, date]]:
    sites = [("", tables), *((row["code"], row) for row in tables.get("site", ()))]
    days = ((code, row["jour"]) for code, of in sites for row in of.get("fermeture", ()))
    return {(code, day) for code, day in days if day <= closed.until}


def _closure(site: str, day: date) -> str:
    return f"fermeture du {date_short(day)}" + (f", site {site}" if site else "")


def _begun(tables: Tables, closed: Closed) -> dict[tuple[str, date], Row]:
    """The commitments that took effect by the last closed day, by code and first day."""
    starts_on = tables["contrat"]["debut"]
    rows = {(row["code"], row.get("debut", starts_on)): row for row in tables.get("engagement", ())}
    return {key: row for key, row in rows.items() if key[1] <= closed.until}


def _commitments(before: Tables, after: Tables, closed: Closed) -> Iterator[Problem]:
    was, now = _begun(before, closed), _begun(after, closed)
    for key, row in was.items():
        place = f"engagement {key[0]}"
        if key not in now:
            yield closed.gone(place, f"celui qui prend effet le {date_short(key[1])}")
            continue
        old, new = _promised(row, closed), _promised(now[key], closed)
        for name in dict.fromkeys([*old, *new]):
            if old.get(name) != new.get(name):
                yield closed.changed(place, name, old.get(name), new.get(name))
    yield from (closed.come(f"engagement {key[0]}", key[1]) for key in now if key not in was)


def _promised(row: Row, closed: Closed) -> dict[str, Any]:
    """What the verdicts and penalties of closed months rest on; an end after them is nothing to them."""
    told = {key: row[key] for key in JUDGED if key in row}
    if prices := row.get("penalite"):
        told["penalite"] = [
            {key: value for key, value in price.items() if key != "clause"} for price in prices
        ]
    return told | ({"fin": row["fin"]} if row.get("fin", date.max) < closed.until else {})


def _scope(before: Tables, after: Tables, closed: Closed) -> Iterator[Problem]:
    """Volumes of closed days, and the price of an exclusion on the last of them: what was used then is paid at it."""
    yield from _volumes(before, after, closed)
    was, now = _exclusions(before, closed), _exclusions(after, closed)
    for number, price in was.items():
        if number in now and now[number] != price:
            yield closed.changed(f"exclusion {number}", "prix_uo", price, now[number])


def _volumes(before: Tables, after: Tables, closed: Closed) -> Iterator[Problem]:
    """Dated volumes of a line that stays; the first change may date what was known from the start."""
    starts_on = before["contrat"]["debut"]
    for section in SECTIONS:
        lines = {row["numero"]: row for row in after.get(section, ())}
        for row in before.get(section, ()):
            told = {one["effet"]: one["volume"] for one in row.get("volumes", ())}
            said = {one["effet"]: one["volume"] for one in lines.get(row["numero"], row).get("volumes", ())}
            if not told and "volume" in row:
                told = {starts_on: row["volume"]} if starts_on in said else {}
            for day in sorted(day for day in {*told, *said} if day <= closed.until):
                if told.get(day) != said.get(day):
                    place = f"{section.replace('_', ' ')} {row['numero']}, volume du {date_short(day)}"
                    remedy = f"Remettez-le, et datez le nouveau volume du {closed.opened} ou après."
                    yield closed.changed(place, "volume", told.get(day), said.get(day), remedy)


def _exclusions(tables: Tables, closed: Closed) -> dict[int, Any]:
    """Number that an exclusion bore on the last closed day -> its price then."""
    found = {}
    for section in SECTIONS:
        for row in tables.get(section, ()):
            past = [one for one in row.get("avant", ()) if closed.until <= one["jusqu_au"]]
            then = past[0] if past else {"statut": section, **row}
            if then["statut"] == "exclusion":
                found[then["numero"]] = then.get("prix_uo")
    return found


def _unit_prices(before: Tables, after: Tables, closed: Closed) -> Iterator[Problem]:
    was, now = _prices(before, closed), _prices(after, closed)
    for key in sorted({*was, *now}):
        code, level, day = key
        if was.get(key) != now.get(key):
            place = f"unité d’œuvre {code}, prix du {date_short(day)}" + (
                f", niveau {level}" if level else ""
            )
            known = any(unit["code"] == code for unit in before.get("unite_oeuvre", ()))
            remedy = "" if known else f"Datez-le du {closed.opened} ou après."
            yield closed.changed(place, "montant", was.get(key), now.get(key), remedy)


def _prices(tables: Tables, closed: Closed) -> dict[tuple[str, str, date], Any]:
    return {
        (unit["code"], price.get("niveau", ""), price["effet"]): price["montant"]
        for unit in tables.get("unite_oeuvre", ())
        for price in unit.get("prix", ())
        if price["effet"] <= closed.until
    }
