"""Pictures of scores: one set of SVG templates for chat, pages and reports."""

from bot.charts.bars import Bar, Bars, bars_svg
from bot.charts.drawing import png
from bot.charts.lines import Lines, Panel, lines_svg
from bot.charts.waterfall import Fall, Waterfall, waterfall_svg
