"""Everything that writes the stores: packages in, checked and indexed records out.

``readers``, ``mapping`` and ``extraction`` know no store: a package on disk becomes values
(:mod:`indexer.package`), and files become text.  Whoever writes rows or an index stands above them.
"""
