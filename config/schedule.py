"""The one table of periodic work: cron → task.

The worker defers each at its minute; every task may run twice, and states its cost by the rows it
reads.
"""

SCHEDULE: list[tuple[str, str]] = [
    ("* * * * *", "wasl.audit.tasks.sweep"),
    ("* * * * *", "wasl.satisfaction.tasks.seal_anew"),
    ("50 2 * * *", "wasl.satisfaction.tasks.count_pending"),
    ("50 3 * * *", "wasl.accounts.tasks.clear_expired"),
    ("10 3 * * *", "wasl.papers.tasks.clear_strays"),
    ("20 2 * * *", "wasl.beneficiaries.tasks.tend_names"),
    ("5 * * * *", "wasl.governance.tasks.bring_scheduled"),
    ("0 6 * * *", "wasl.governance.tasks.remind_waiting"),
    ("*/5 * * * *", "wasl.outreach.tasks.go_on"),
    ("30 6 * * *", "wasl.outreach.tasks.remind_due"),
    ("45 6 * * *", "wasl.agreements.tasks.remind_duties"),
    ("15 6 * * *", "wasl.knowledge.tasks.remind_reviews"),
    ("15 7 * * *", "wasl.privacy.tasks.remind_waiting"),
    ("25 * * * *", "wasl.privacy.tasks.remind_incidents"),
    ("30 2 * * *", "wasl.privacy.tasks.count_reads"),
    ("30 3 * * *", "wasl.portal.tasks.publish_figures"),
    ("40 1 * * *", "wasl.beneficiaries.tasks.close_old_imports"),
    ("50 1 * * *", "wasl.messaging.tasks.clear_codes"),
    ("0 2 * * *", "wasl.portal.tasks.lapse_claims"),
    ("*/10 * * * *", "wasl.beneficiaries.tasks.bring_changes"),
    ("30 1 * * 5", "wasl.beneficiaries.tasks.search_register"),
]
