"""One module for each claim about speed. Each prints ratios measured in one run on one machine."""
