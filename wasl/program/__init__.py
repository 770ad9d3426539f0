"""The command-line program `wasl`: up, migrate, sample, journey, clauses, audit, doctor, bench."""
