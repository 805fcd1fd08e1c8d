"""Pictures of scores, cards and the town: one set of SVG templates for chat, pages, reports."""

from bot.charts.bars import Bar, bars_svg
from bot.charts.card import card_svg
from bot.charts.crowd import Spot, crowd_svg
from bot.charts.drawing import png
from bot.charts.heat import Heat, HeatRow, heat_svg
from bot.charts.lines import Panel, lines_svg
from bot.charts.paper import paper_svg, qr_svg
from bot.charts.radar import Glow, Tie, radar_svg
from bot.charts.shares import Share, shares_svg
from bot.charts.waterfall import Fall, waterfall_svg
