"""Moto as a whole: loaded, given our time and chance, asked. Only this room and `services/*/patches` import moto."""
