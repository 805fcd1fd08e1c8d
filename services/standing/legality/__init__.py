"""Would this be legal? Every rule that closes a door, held against tests of law."""

from services.standing.legality.catalogue import LegalTest, QuestionId, Verdict, catalogue
from services.standing.legality.service import (
    Finding,
    NoSuchRule,
    Opinion,
    opinion,
    opinions,
)
