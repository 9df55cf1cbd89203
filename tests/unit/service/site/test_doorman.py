"""Only connections on which we spoke last are closed, and only those that came in to us."""

import socket
import time
from concurrent.futures import Future
from contextlib import closing

import pytest

from lapwing.service.site.doorman import Doorman, close_quiet

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]


def test_who_was_answered_is_closed_and_who_waits_for_an_answer_is_not() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        clients = [socket.create_connection(listening.getsockname(), timeout=5) for _ in range(3)]
        served = [listening.accept()[0] for _ in clients]
        for client in clients:
            client.sendall(b"asked")
        time.sleep(0.05)
        served[0].sendall(b"answered")
        served[2].sendall(b"answered")
        time.sleep(0.05)
        clients[2].sendall(b"asked again")
        time.sleep(0.2)

        assert close_quiet(seconds=60) == 0
        assert close_quiet(seconds=0.1) == 1
        assert (clients[0].recv(99), clients[0].recv(99)) == (b"answered", b"")
        for number in (1, 2):
            served[number].sendall(b"still here")
            assert clients[number].recv(99).endswith(b"here")
        for each in (*clients, *served):
            each.close()


def test_it_looks_only_while_something_was_given_up() -> None:
    doorman, reading = Doorman(), Future[bytes]()
    doorman.give_up(reading)
    assert doorman._is_needed()
    reading.set_result(b"")
    assert not doorman._is_needed()
