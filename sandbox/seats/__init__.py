"""What one person's page may see and do. Knows no other person's secrets and no switches."""
