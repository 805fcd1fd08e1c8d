"""Playing for points: what some residents do because a score reads it, and what came of it.

Owns who plays, what they can know under the law in force, and the simulator's own memory of which
acts were played. That memory is ground truth: no agency, no participant and no file ever sees it.
"""

from services.living.gaming.catalogue import catalogue
from services.living.gaming.choosing import Knowledge, Move, choose, note_played
from services.living.gaming.measure import (
    Gain,
    GamingTable,
    Helped,
    NothingPlayedYet,
    PeriodPlayed,
    Ways,
    gaming,
)
