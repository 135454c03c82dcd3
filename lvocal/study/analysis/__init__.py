"""What the votes say.

exclusions        who does not count, by the manifest's rules
false_alarms      how often a rule would exclude somebody honest
preferences       how often each condition was chosen, with Wilson's interval
resampling        intervals by drawing participants anew
strengths         Bradley-Terry
biases            whether the place or the time of an answer had a say
agreement         Krippendorff's alpha
analyzing         all of these, as one value
live_counts       how far a running study is, which tells nothing of who is ahead
preference_table  methods by questions, as the paper's Table 3
preference_plot   the same with intervals, drawn
preference_csv    the same, for other programs
study_report      everything in words and tables
votes_export      every vote, in CSV and JSON Lines, with its codebook
"""
