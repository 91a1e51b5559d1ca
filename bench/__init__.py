"""What `make bench` runs: speed and memory as ratios to a floor measured in the same run."""
