"""Pictures of scores: one set of SVG templates for chat, pages and reports."""

from bot.charts.bars import Bar, bars_svg
from bot.charts.drawing import png
from bot.charts.lines import Panel, lines_svg
from bot.charts.waterfall import Fall, waterfall_svg
