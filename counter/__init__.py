"""The clerk's terminal and the customer's rating tablet: pages, no code of the server."""
