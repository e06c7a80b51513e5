import pytest

from epp_gateway.pool.actions import LeaseWanted, Priority
from epp_gateway.pool.waiting import WaitingRoom


def anybody(_waiter: LeaseWanted) -> bool:
    return True


def wanted(
    waiter: int, panel: str = "p", priority: Priority = Priority.INTERACTIVE, deadline: float = 10.0
) -> LeaseWanted:
    return LeaseWanted(waiter=waiter, panel=panel, priority=priority, deadline=deadline)


def order(room: WaitingRoom) -> list[int]:
    taken = []
    while (waiter := room.take(anybody)) is not None:
        taken.append(waiter.waiter)
    return taken


def test_one_panel_is_served_in_order_of_arrival() -> None:
    room = WaitingRoom()
    for number in (3, 1, 2):
        room.add(wanted(number))
    assert order(room) == [3, 1, 2]


def test_panels_take_turns_however_long_their_lines() -> None:
    room = WaitingRoom()
    for number in range(1, 5):
        room.add(wanted(number, "big"))
    room.add(wanted(10, "small"))
    room.add(wanted(20, "other"))
    room.add(wanted(21, "other"))
    assert order(room) == [1, 10, 20, 2, 21, 3, 4]


def test_priorities_are_strict() -> None:
    room = WaitingRoom()
    room.add(wanted(1, priority=Priority.POLL))
    room.add(wanted(2, priority=Priority.BULK))
    room.add(wanted(3, priority=Priority.INTERACTIVE))
    assert order(room) == [3, 2, 1]


def test_whoever_does_not_fit_is_passed_over_and_keeps_its_place() -> None:
    room = WaitingRoom()
    room.add(wanted(1))
    room.add(wanted(2))
    assert room.take(lambda waiter: waiter.waiter == 2) == wanted(2)
    assert room.take(lambda waiter: waiter.waiter == 2) is None
    assert order(room) == [1]


def test_the_next_deadline_is_that_of_somebody_still_here() -> None:
    room = WaitingRoom()
    room.add(wanted(1, deadline=5))
    room.add(wanted(2, deadline=7))
    assert room.next_deadline() == 5
    room.remove(1)
    assert room.next_deadline() == 7
    room.remove(2)
    assert room.next_deadline() is None


def test_the_overdue_are_let_out_once() -> None:
    room = WaitingRoom()
    room.add(wanted(1, deadline=5))
    room.add(wanted(2, deadline=7))
    room.add(wanted(3, deadline=5))
    room.remove(3)
    assert room.overdue(4.9) == []
    assert room.overdue(5) == [wanted(1, deadline=5)]
    assert room.overdue(5) == []
    assert len(room) == 1


def test_clearing_lets_everybody_out_in_order_of_arrival() -> None:
    room = WaitingRoom()
    room.add(wanted(2, priority=Priority.POLL))
    room.add(wanted(1))
    assert [waiter.waiter for waiter in room.clear()] == [2, 1]
    assert len(room) == 0
    assert room.take(anybody) is None


def test_a_number_may_wait_only_once_at_a_time() -> None:
    room = WaitingRoom()
    room.add(wanted(1))
    assert 1 in room
    with pytest.raises(ValueError, match="waits already"):
        room.add(wanted(1))


def test_removing_a_stranger_gives_nothing() -> None:
    assert WaitingRoom().remove(9) is None


def test_a_room_too_full_sends_away_the_last_of_the_panel_that_fills_it() -> None:
    room = WaitingRoom()
    for number in (1, 2, 3):
        room.add(wanted(number, "big"))
    room.add(wanted(4, "big", Priority.BULK))
    room.add(wanted(5, "small"))
    assert room.surplus(wanted(5, "small")) == wanted(4, "big", Priority.BULK)
    room.remove(4)
    assert room.surplus(wanted(5, "small")) == wanted(3, "big")


def test_whoever_fills_the_room_itself_is_the_one_too_many() -> None:
    room = WaitingRoom()
    for number, panel in ((1, "one"), (2, "two"), (3, "one")):
        room.add(wanted(number, panel))
    assert room.surplus(wanted(3, "one")) == wanted(3, "one")
    room.remove(3)
    assert room.surplus(wanted(2, "two")) == wanted(2, "two")
