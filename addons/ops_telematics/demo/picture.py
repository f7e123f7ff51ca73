"""Pictures of the demo, drawn."""

import base64
import io

from PIL import Image, ImageDraw


def paper():
    """A drawing of a stamped paper."""
    image = Image.new("RGB", (320, 220), (250, 248, 240))
    pen = ImageDraw.Draw(image)
    for top in range(40, 180, 20):
        pen.line((30, top, 290, top), fill=(150, 150, 150), width=2)
    pen.ellipse((200, 120, 280, 200), outline=(200, 30, 30), width=4)
    content = io.BytesIO()
    image.save(content, "PNG")
    return base64.b64encode(content.getvalue())
