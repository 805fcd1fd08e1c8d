"""Who is who, and what is on record about them."""
