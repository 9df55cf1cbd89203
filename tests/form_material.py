"""Forms of parts, as clients send them."""


def form_of(boundary: str = "B", **parts: str | bytes) -> tuple[bytes, str]:
    """Return a form and its type: texts are fields, bytes are files."""
    pieces = []
    for name, value in parts.items():
        is_file = isinstance(value, bytes)
        more = f'; filename="{name}.bin"' if is_file else ""
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'
        pieces.append(head.encode() + (value if isinstance(value, bytes) else value.encode()) + b"\r\n")
    return b"".join(pieces) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"
