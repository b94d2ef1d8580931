"""Engines that others keep, over shards (`pipeline/shards.py`): each module hands the numbers of
shards to an engine, whose workers call `shards.run_shard`."""
