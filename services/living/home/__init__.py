"""What somebody finds when they open the app, and what they have lived through."""

from services.living.home.service import Home, Story, look, story
