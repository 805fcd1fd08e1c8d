"""What one person of the town may know of another."""

from services.standing.profiles.service import Profile, block, look, look_up, unblock
