"""Participants and votes of one study, in one SQLite file that forgets no vote it has said thanks for.

vote_store         the door: join, resume, vote, note, finish, withdraw, count, read back
store_nouns        what it gives besides the nouns of a study
migrations         the schema, explained table by table, and how older files are brought up to it
database           the file: durable, one writer at a time, any number of readers
store_rows         nouns to rows and back
participant_codes  codes that people can copy and nobody can guess
backups            copies of the file, and the way back from one
keeper             when a copy is due
vote_reading       votes for whoever counts them, while the study goes on
"""
