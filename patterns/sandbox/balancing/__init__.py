"""Load balancers: which targets answer, and what is found of them on the account's clock."""
