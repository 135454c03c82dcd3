"""The page of a study: what participants see, and what its owner may see meanwhile. No gradio here.

survey_serving   from a study's folder to a page that is served, alone or under the studio's address
survey_app       the addresses, and what every answer from them carries
survey_calls     what a participant's browser asks
admin_calls      what the owner's browser asks, behind a password
survey_desk      who may do what, without a word of HTTP
shown_trials     what a participant is told of a trial: neither condition nor clip
survey_files     the files of the page itself
survey_headers   a page that loads nothing from elsewhere, and bodies of a bearable size
rate_limits      so many tries in so much time
vote_keeping     backups while the page is served

The page itself lies in assets/survey: one file of HTML, one of CSS, and modules of JavaScript.
"""
