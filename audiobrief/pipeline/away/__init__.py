"""Episodes made by workers that share no folder with the run, a store between them.

run:     needs ─store─▶ order ─Dask─▶
worker:  order ─mirror─▶ a workspace like the run's ─make─▶ parcel ─store─▶
run:     parcel ─unpack─▶ the shelf
"""
