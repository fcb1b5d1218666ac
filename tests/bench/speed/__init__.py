"""What a build costs beside its peers: CPU time of a process and its children, and peak memory.

Each figure is taken of a process of its own; contestants take turns, round by round, on the same
text and voice, and the medians are compared.
"""
