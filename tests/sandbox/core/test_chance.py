from patterns.sandbox.core import chance
from patterns.sandbox.core.chance import Chance


def test_the_same_seed_and_key_give_the_same_token():
    assert Chance(7).token("stack", "Bucket") == Chance(7).token("stack", "Bucket")


def test_another_seed_or_key_gives_another_token():
    tokens = {Chance(7).token("a"), Chance(8).token("a"), Chance(7).token("b"), Chance(7).token("a", "")}

    assert len(tokens) == 4


def test_a_key_drawn_twice_gives_two_tokens_whatever_is_drawn_between():
    plain, disturbed = Chance(0), Chance(0)

    first = [plain.token("a"), plain.token("a")]
    second = [disturbed.token("a"), *[disturbed.token("x", str(i)) for i in range(9)], disturbed.token("a")]

    assert first == [second[0], second[-1]]
    assert first[0] != first[1]


def test_a_token_has_the_length_and_alphabet_asked_for():
    token = Chance(0).token("stack", length=32, alphabet="0123456789abcdef")

    assert len(token) == 32
    assert set(token) <= set("0123456789abcdef")


def test_drawing_is_over_after_its_block_and_nests():
    dice = Chance(0)

    with dice.drawing("outer"):
        outer = chance.current()
        with dice.drawing("inner"):
            assert chance.current() is not outer
        assert chance.current() is outer

    assert chance.current() is None


def test_a_client_token_is_a_uuid_of_the_call():
    token = Chance(0).client_token("ec2", "RunInstances", {"MinCount": 1})

    assert token == Chance(0).client_token("ec2", "RunInstances", {"MinCount": 1})
    assert token != Chance(0).client_token("ec2", "RunInstances", {"MinCount": 2})
    assert (len(token), token[14]) == (36, "4")
