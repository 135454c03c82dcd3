"""WHAT DO PEOPLE PREFER? Studies in which participants look, listen and choose.

design/    a study is a folder: its manifest, its stimuli, who sees which trials in which order
store/     participants and votes, in SQLite
analysis/  who counts by rules fixed before, shares, Bradley-Terry, tests, tables

Nothing here knows the page: a participant is a code, a trial is shown in whatever way, a vote comes back.
"""
