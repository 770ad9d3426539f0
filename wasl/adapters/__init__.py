"""Outside systems, one folder each: client, fake, and the contract both pass."""
