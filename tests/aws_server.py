"""S3 and KMS over HTTP on this machine: moto's server in a process of its own, which checks signatures.

Run as a program it prints where it is and with what it may be asked, as one line of JSON, and then stops and
starts again as lines of its input say. What it holds stays, as it does when a real one is down for a while.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

import pytest

BUCKET = "harbour-evidence"
REGION = "eu-west-2"
MAY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": ["s3:*", "kms:*"], "Resource": "*"}],
}
NOBODY = {"aws_access_key_id": "nobody", "aws_secret_access_key": "knows"}


@dataclass(frozen=True, kw_only=True)
class AwsServer:
    """A server that runs. environment: what to put into ours to ask it. keys: the ids of two KMS keys."""

    environment: dict[str, str]
    keys: tuple[str, str]
    process: "subprocess.Popen[str]"

    def stop(self) -> None:
        """Refuse connections from now on."""
        self._do("stop")

    def start(self) -> None:
        """Answer again, with what it held."""
        self._do("start")

    def _do(self, what: str) -> None:
        _write(self.process.stdin, what)
        assert _read(self.process.stdout) == what


@contextmanager
def aws_server() -> Iterator[AwsServer]:
    """Give a server with an empty BUCKET, two KMS keys, and one user who may use them."""
    pytest.importorskip("moto", reason="moto is in requirements/dev.txt")
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    with subprocess.Popen(  # noqa: S603  # our own program
        [sys.executable, __file__],
        env=quiet,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a line for each request
        text=True,
    ) as process:
        try:
            told = json.loads(_read(process.stdout))
            first, second = told.pop("keys")
            yield AwsServer(environment=told, keys=(first, second), process=process)
        finally:
            process.kill()


def _write(pipe: IO[str] | None, line: str) -> None:
    assert pipe is not None
    pipe.write(line + "\n")
    pipe.flush()


def _read(pipe: IO[str] | None) -> str:
    assert pipe is not None
    return pipe.readline().strip()


def _serve() -> None:
    import boto3  # noqa: PLC0415  # only this process has to have it
    from moto import settings  # noqa: PLC0415
    from moto.server import ThreadedMotoServer  # noqa: PLC0415

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    address = f"http://127.0.0.1:{port}"
    first_user = boto3.Session(region_name=REGION, **NOBODY)
    ask = {name: first_user.client(name, endpoint_url=address) for name in ("s3", "kms", "iam")}
    ask["s3"].create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    keys = [ask["kms"].create_key()["KeyMetadata"]["KeyId"] for _ in range(2)]
    ask["iam"].create_user(UserName="lapwing")
    ask["iam"].put_user_policy(UserName="lapwing", PolicyName="all", PolicyDocument=json.dumps(MAY))
    access = ask["iam"].create_access_key(UserName="lapwing")["AccessKey"]
    settings.INITIAL_NO_AUTH_ACTION_COUNT = 0  # from now on nobody is believed without a signature
    told = {
        "AWS_ENDPOINT_URL": address,
        "AWS_ALLOW_HTTP": "true",
        "AWS_REGION": REGION,
        "AWS_ACCESS_KEY_ID": access["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": access["SecretAccessKey"],
        "keys": keys,
    }
    _write(sys.stdout, json.dumps(told))
    for line in sys.stdin:
        if line.strip() == "stop":
            listening = server._server
            server.stop()
            assert listening is not None
            listening.server_close()  # else the port still takes connections
        else:
            server = ThreadedMotoServer("127.0.0.1", port, verbose=False)
            server.start()
        _write(sys.stdout, line.strip())


if __name__ == "__main__":
    _serve()
