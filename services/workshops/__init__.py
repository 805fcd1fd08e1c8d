"""Workshops: made, opened, closed; seats taken and left; the town clock held and moved.

Verbs are taken from their modules (`seats.join`, `opening.open_new`, `clockwork.pause`): `people`
reads this package's tables, so nothing is imported here that would need `people` in turn.
"""
