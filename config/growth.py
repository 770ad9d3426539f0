"""How each table grows over the years: every model is named here once, and a test checks it.

Who adds a model answers here: what deletes its rows, or why may they stay?
"""

# Bounded by the size of the association, however long it works.
BOUNDED = "bounded"
# Grows with people and their requests; retention rules destroy it with the person's file
# (`privacy`).
WITH_PEOPLE = "with people"
# Grows with the association's own work, a few rows a day, and is kept as its record.
RECORD = "record"
# Only grows, for ever: proof. Only `wasl audit verify` and a quarterly count read it as a whole.
PROOF = "proof"
# Cleared by a periodic task or by the supplier's own code, which is named beside it.
CLEARED = "cleared"

# Expired rows, for `wasl.accounts.tasks.clear_expired`: the column of their last moment, and for
# how many days they stay after it.
EXPIRED: dict[str, tuple[str, int]] = {
    "sessions.Session": ("expire_date", 0),
}

GROWTH: dict[str, tuple[str, ...]] = {
    BOUNDED: (
        "auth.Permission", "auth.Group", "contenttypes.ContentType", "account.EmailAddress",
        "mfa.Authenticator", "common.YearBase", "common.SealingKey", "accounts.Association",
        "accounts.Department", "accounts.User", "accounts.Membership", "messaging.Template",
        "letters.Counter", "catalogue.DocumentType", "catalogue.Service", "catalogue.ReasonCode",
        "knowledge.Topic", "beneficiaries.ConsentText", "beneficiaries.ColumnMapping",
        "beneficiaries.NameWord", "cases.SavedFilter", "cases.FirstFilter", "committees.Committee",
        "committees.CommitteeMember", "governance.DeclarationText", "governance.DisclosureText",
        "governance.BoardMember", "privacy.RetentionRule", "privacy.ProcessingActivity",
        "privacy.ScrubStep", "satisfaction.Pending",
    ),
    RECORD: (
        "accounts.LetterheadVersion", "agreements.Agreement", "agreements.Party", "agreements.Term",
        "agreements.Occurrence", "agreements.Performance", "agreements.AgreementFile",
        "agreements.Breach", "agreements.Dispute", "catalogue.ScoringGuide",
        "catalogue.ScoringLine", "catalogue.NeedClass", "catalogue.ServiceVersion",
        "catalogue.FieldRequirement", "catalogue.DocumentRequirement", "catalogue.Criterion",
        "committees.Kinship", "committees.Meeting", "committees.Attendance", "delivery.Budget",
        "governance.PolicyDocument", "governance.PolicyVersion", "governance.Clause",
        "governance.Finding", "governance.BoardMeeting", "governance.BoardReading",
        "governance.Attendance", "governance.Resolution", "governance.Circulation",
        "governance.Acknowledgement", "governance.PolicyReview", "knowledge.Article",
        "knowledge.ArticleVersion", "knowledge.Misconception", "knowledge.Telling",
        "knowledge.Feedback", "outreach.Circular", "portal.Story", "privacy.Incident",
        "privacy.AccessReview", "privacy.UnexplainedRead", "privacy.Destruction",
        "privacy.DestructionItem", "privacy.LegalHold", "beneficiaries.DuplicateSearch",
        "satisfaction.Count",
    ),
    WITH_PEOPLE: (
        "agreements.RightsAcknowledgement", "beneficiaries.Person", "beneficiaries.BeneficiaryFile",
        "beneficiaries.Attachment", "beneficiaries.Document", "beneficiaries.Representative",
        "beneficiaries.Consent", "beneficiaries.Household", "beneficiaries.HouseholdMember",
        "beneficiaries.Identifier", "beneficiaries.ContactPoint", "beneficiaries.DuplicatePair",
        "beneficiaries.Merge", "beneficiaries.MovedRow", "beneficiaries.TakenValue",
        "beneficiaries.PersonName", "beneficiaries.Membership", "beneficiaries.Volunteer",
        "beneficiaries.IdentityClaim", "beneficiaries.HeldChange", "cases.Case",
        "cases.DeclaredValue", "cases.CaseDocument", "cases.Matching", "cases.Declaration",
        "cases.Disclosure", "cases.Sharing", "cases.Study", "cases.StudyAnswer",
        "cases.StudyMember", "cases.StudySignature", "cases.NeedOverride", "committees.AgendaItem",
        "committees.Recusal", "committees.Decision", "delivery.Delivery", "delivery.Handover",
        "delivery.Hold", "grievances.Objection", "interactions.Interaction", "interactions.Showing",
        "interactions.Referral", "letters.Letter", "letters.LetterFile", "messaging.Message",
        "outreach.Recipient", "papers.Paper", "privacy.DataSubjectRequest",
        "privacy.AffectedPerson",
    ),
    PROOF: (
        "audit.Event", "audit.Seal", "audit.Done", "cases.DocumentVerdict", "cases.HandOver",
        "cases.NeedAssessment", "committees.Presiding", "committees.Vote",
        "portal.PublishedFigures", "privacy.Deed",
    ),
    CLEARED: (
        *EXPIRED,
        "messaging.OneTimeCode",  # `clear_codes`, when no limit counts them any more
        "satisfaction.Spent",  # `count_pending`, when the link has surely expired
        "account.EmailConfirmation",  # none is made: nobody signs up by e-mail
        "pghistory.Context",  # none is made: the trail says who did what
        # taken away when done; those that failed by `clear_expired`
        "procrastinate.ProcrastinateJob",
        "procrastinate.ProcrastinateEvent",  # with its job
        "procrastinate.ProcrastinateWorker",  # at the start of a worker, those without a heartbeat
        # deleted when the next run of its task is enqueued
        "procrastinate.ProcrastinatePeriodicDefer",
        # `close_old_imports`
        "beneficiaries.PeopleImport", "beneficiaries.ImportBatch", "beneficiaries.ImportRow",
    ),
}  # fmt: skip
