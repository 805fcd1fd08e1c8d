"""The platforms that hold people's money: a wallet on each, and what leaving one costs."""

from services.money.platforms.catalogue import Platform, Platforms, catalogue, find, first
from services.money.platforms.service import (
    Holding,
    LastPlatform,
    PlatformExited,
    PlatformLeft,
    PlatformShort,
    choose,
    come_back,
    exits,
    holdings,
    leave,
    pay_from,
    top_up,
    top_up_typed,
    wallet_of,
)
