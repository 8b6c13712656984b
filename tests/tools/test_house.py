from tools.house import PICTURE, picture, reduced
from tools.rooms import ROOMS, Room


def test_the_picture_of_the_house_is_up_to_date() -> None:
    assert PICTURE.read_text(encoding="utf-8") == picture(), "draw it again: make readme"


def test_every_room_is_in_the_picture() -> None:
    drawn = picture()

    assert [room.purpose for room in ROOMS.values() if room.purpose not in drawn] == []


def test_an_arrow_that_follows_from_others_is_left_out() -> None:
    rooms = {"roof": Room("", ("walls", "floor")), "walls": Room("", ("floor",)), "floor": Room("")}

    assert reduced(rooms) == {"roof": ["walls"], "walls": ["floor"], "floor": []}
