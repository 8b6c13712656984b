"""What every room stands on: time, chance, waiting, errors. Knows no service and no moto."""
