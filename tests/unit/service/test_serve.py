"""A server is not started where another one listens."""

import socket

import pytest

from lapwing.service.cli.serve import AddressTaken, require_free


@pytest.mark.enable_socket
def test_an_address_where_somebody_listens_is_refused_and_a_free_one_is_not() -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(AddressTaken):
            require_free("127.0.0.1", port)
    require_free("127.0.0.1", port)


@pytest.mark.enable_socket
def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(AddressTaken):
        require_free("192.0.2.1", 8000)
