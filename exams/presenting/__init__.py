"""What pages and the API show: rows turned into what a person reads, in their language."""
