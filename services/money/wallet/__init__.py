"""What is in one's wallet, and how it came there."""

from services.money.wallet.service import Line, Wallet, look

__all__ = ["Line", "Wallet", "look"]
