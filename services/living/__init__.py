"""What happens in town and leaves facts: seats, residents, rentals, offices."""
