"""Twin timelines: what would have become of a person under another law, from the same facts."""

from services.standing.twins.service import Spared, Twin, sparing, twin
