"""What is in one's wallet, and how it came there."""

from services.money.wallet.service import Line, Wallet, statement
