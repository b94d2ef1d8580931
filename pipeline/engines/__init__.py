"""Adapters of other engines for shards (`pipeline/shards.py`): each module passes the numbers of
shards to an engine, whose workers call `shards.run_shard`."""
