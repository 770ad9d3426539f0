"""Outside systems, a folder each: client, fake, and the contract that both pass."""
