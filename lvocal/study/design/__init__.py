"""A study is a folder: what it asks, of which films, and who sees which of them in which order.

manifest, manifest_rules, toml_records   study.toml, read strictly and written
new_study, stimulus_films                a manifest from films as they lie in folders
locking, aliases                         nothing changes after the first vote; no address names a condition
shuffling, block_design, trial_order, trial_plan   the trials of a participant, from the seed and a number
outlook                                  how sure the answers will be, before anybody is asked
"""
