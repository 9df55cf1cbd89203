"""What a person is shown of a picture: grey, small and blurred first; each step more is asked for."""

import base64
import io

from PIL import Image, ImageFilter

from lapwing.intake.preview import Preview
from lapwing.model.evidence import ExposureStep

# At 48 pixels and this blur one sees where it is light and dark, and nothing of what it is.
BLURRED_SIDE, BLUR_RADIUS = 48, 2.5
GREY_SIDE = 192


def picture(drawn: Preview, step: ExposureStep) -> bytes:
    """Return a PNG of what *step* shows."""
    image = Image.frombytes("RGB", (drawn.columns, drawn.rows), drawn.rgb)
    match step:
        case ExposureStep.BLURRED:
            image = image.convert("L")
            image.thumbnail((BLURRED_SIDE, BLURRED_SIDE))
            image = image.filter(ImageFilter.GaussianBlur(BLUR_RADIUS))
        case ExposureStep.GREY:
            image = image.convert("L")
            image.thumbnail((GREY_SIDE, GREY_SIDE))
        case ExposureStep.COLOUR:
            pass
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def embedded(png: bytes) -> str:
    """Return a picture as an address that holds it, so that it is in one answer only."""
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"
