"""Taking a person out of the ledger, its history included."""
