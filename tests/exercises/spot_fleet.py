"""Answers to the exercises of the page on Spot."""

from patterns import SecureBucket, SpotFleet
from patterns.catalogue import exercise

ONE_POOL = exercise("one_pool").start
SPREAD = ONE_POOL.replace("[!Ref SubnetA]", "[!Ref SubnetA, !Ref SubnetB]")
MENDED = SPREAD.replace("CapacityRebalance: false", "CapacityRebalance: true")
BOUGHT = MENDED.replace("OnDemandPercentageAboveBaseCapacity: 0", "OnDemandPercentageAboveBaseCapacity: 100")

RIGHT = {
    "the_missing_seconds": 225,
    "one_pool": MENDED,
    "without_spot": SpotFleet(capacity=8, on_demand_base=3),
}
WRONG = {
    "the_missing_seconds": [
        (120, "it took longer"),
        (600, "it took less"),
        ("two minutes", "give a number of seconds"),
    ],
    "one_pool": [
        (MENDED.replace("[!Ref SubnetA, !Ref SubnetB]", "[!Ref SubnetA]"), "4 of its 4 Spot Instances are m5.large"),
        (SPREAD, "only 3 of 4 were in service"),
        (BOUGHT, "it runs no Spot Instance any more"),
        (SecureBucket(), "it has 0 Auto Scaling groups"),
    ],
    "without_spot": [
        (SpotFleet(capacity=8), "2 would be left"),
        (SpotFleet(on_demand_base=3), "6 are in service, not 8"),
        (SpotFleet(capacity=8, on_demand_base=8), "it costs $"),
        (SpotFleet(capacity=8, on_demand_base=3, strategy="lowest_price"), "SPOT-003"),
    ],
}
