"""Public grades of sincerity for offices and companies, while the law has them."""

from services.workshops.grades.catalogue import catalogue
from services.workshops.grades.service import Graded, GradesOff, GradeTable, grades
