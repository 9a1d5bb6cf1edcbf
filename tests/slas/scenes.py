"""A furnished world: two months of five commitments, with what a report leaves out."""

from __future__ import annotations


def furnish(world, tickets=20):
    """Two months: GTR P3 missed in March with four late tickets, two of them open; ERP missed; calls declared."""
    gtr = world.promise("E06", "resolution", ("P3", 20, "hours"), name="GTR P3")
    gti = world.promise("E03", "response", ("P3", 2, "hours"), ("P4", 4, "hours"), name="GTI P3 et P4")
    world.promise(
        "E08", "availability", required="99.9", hours="24x7", service="ERP", name="Disponibilité ERP"
    )
    world.promise("E10", "ratio", name="Appels décrochés")
    world.promise("E14", "punctuality", required="100", name="Rapport mensuel")
    world.price(gtr, "fee_share", percent=1, clause="art. 12")
    february, march = world.delivery("2026-02", "2026-03-06 10:00"), world.delivery()
    for n in range(tickets):
        world.ticket(
            f"M{n:03}", "2026-03-02 09:00", "2026-03-03 12:00", picked_up_at="2026-03-02 10:00", delivery=march,
            title="Poste lent",
        )  # fmt: skip
    late = world.ticket("L001", "2026-03-02 09:00", "2026-03-10 12:00", delivery=march, site="Siège")
    world.pause(late, "2026-03-03 09:00", "2026-03-03 15:00")
    world.ticket("L002", "2026-03-02 09:00", "2026-03-12 12:00", delivery=march)
    world.ticket("O001", "2026-03-09 09:00", delivery=march)
    world.ticket("GONE", "2026-02-27 15:00", delivery=february)
    world.ticket("C001", "2026-03-02 09:00", "2026-03-03 12:00", parent_reference="M001", delivery=march)
    world.outage(march, "2026-03-10 10:00", "2026-03-10 11:30")
    world.declare(march, "E06", tickets, tickets + 1)
    world.declare(march, "E10", 95, 100)
    world.compute("2026-02", "2026-03")
    return gtr, gti
