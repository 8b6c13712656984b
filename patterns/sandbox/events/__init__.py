"""How an event gets from the service it happens in to the target it is meant for; when, is for the behaviours."""
