"""The one table of reactions: audit verb → handlers of higher packages.

Each runs once per event, in a transaction of its own.
"""

REACTIONS: dict[str, list[str]] = {
    "accounts.found": [
        "wasl.governance.tasks.lay_down_texts",
        "wasl.catalogue.tasks.lay_down_beginnings",
    ],
    "agreements.activate": ["wasl.agreements.tasks.print_agreement"],
    "cases.register": ["wasl.delivery.tasks.plan_delivery"],
    "governance.complete_terms": ["wasl.cases.tasks.give_windows"],
    "governance.publish": ["wasl.governance.tasks.print_approved"],
    "beneficiaries.record_death": ["wasl.delivery.tasks.hold_for_heirs"],
    "beneficiaries.strike_death": ["wasl.delivery.tasks.lift_holds"],
    "beneficiaries.withdraw_consent": ["wasl.portal.tasks.withdraw_stories"],
    "cases.close": ["wasl.satisfaction.tasks.invite_to_rate"],
}
