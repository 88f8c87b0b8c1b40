"""Finding what a hall's texts say, Chinese too. What features let people find: feature/findable.py."""
