"""QR codes as pictures."""

import base64
import io

import qrcode


def data_uri(text, box=4):
    """A QR code (ISO/IEC 18004, error correction M) as the source of an image.

    :param box: pixels of a module

    >>> data_uri("https://example.com")[:22], len(data_uri("a")) < len(data_uri("a" * 500))
    ('data:image/png;base64,', True)
    """
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, box_size=box, border=2)
    code.add_data(text)
    buffer = io.BytesIO()
    code.make_image().save(buffer, format="PNG")
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
