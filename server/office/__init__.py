"""The office: its frame, its forms, what to do now, and the pages that set a hall up. How a page is added: pages.py."""
