"""The synthetic town: invented lives for a year, judged by the town's own rules. No database."""

from services.workshops.lab.judging import Judged, Law, judge, law_with
from services.workshops.lab.lives import Lives, lives
from services.workshops.lab.living import STREET, Year, live
