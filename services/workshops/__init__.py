"""Running a workshop: sessions, scenarios, questions, the installation."""
