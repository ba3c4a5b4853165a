"""Open data: datasets declared once, written as files by a job, described for people and programs."""
