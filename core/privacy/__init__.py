"""What people may ask about their own data (UU 27/2022), and how long it is kept."""
