"""Whom a participant has adopted out of a synthetic town: one life, and what each law makes of it.

Nobody in it is a person: adopting leaves no fact, and nobody who rates hears of it.
"""

from services.workshops.adoptions.adoptees import (
    Adoptee,
    Life,
    LifeMoved,
    NobodyToAdopt,
    catalogue,
    life_under,
    traits_of,
    year_of,
)
from services.workshops.adoptions.service import (
    Adopted,
    AdoptionPage,
    LawLived,
    adopt,
    adopted,
    forget_adoption,
    let_go,
    under,
)
