"""Figures from the paper for the room to talk about, each with its source: `seeds/figures.yaml`."""

from services.workshops.figures.service import Figure, FiguresShown, figures, show_figures
