"""Reports made of a show's sources: written, checked, kept, and let on the air.

    articles ─stories─▶ story ─write─▶ draft ─ground─▶ report ─drawer─▶ made/ or held/

A report that was made is a file like any other from then on; what is known of its making lies
beside, in ``.desk/``.
"""
