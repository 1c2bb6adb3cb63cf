"""Who computes a sweep's batches: this process, its threads, processes here, or a cluster."""
