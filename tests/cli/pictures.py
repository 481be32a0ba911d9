"""Small pictures, good and bad, for the command-line tests.

The four JPEGs are a 16 x 16 gradient at quality 10, made once with Pillow's Image.save(format="JPEG", quality=10,
optimize=True), the second with progressive=True, the third from mode L, the last from mode CMYK (Adobe: stored inverted).
"""
import base64, struct, zlib

JPEG = {name: base64.b64decode(text) for name, text in {
    "baseline": """
/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////////////////////
2wBDAVVaWnhpeOuCguv/////////////////////////////////////////////////////////////////////////wAARCAAQABADASIAAhEBAxEB/8QA
FQABAQAAAAAAAAAAAAAAAAAAAwL/xAAVEAEBAAAAAAAAAAAAAAAAAAACAP/EABQBAQAAAAAAAAAAAAAAAAAAAAD/xAAWEQEBAQAAAAAAAAAAAAAAAAAC
AAH/2gAMAwEAAhEDEQA/ABIrIkIkImqB3//Z""",
    "progressive": """
/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////////////////////
2wBDAVVaWnhpeOuCguv/////////////////////////////////////////////////////////////////////////wgARCAAQABADASIAAhEBAxEB/8QA
FQABAQAAAAAAAAAAAAAAAAAAAgH/xAAUAQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIQAxAAAAEVI//EABQQAQAAAAAAAAAAAAAAAAAAACD/2gAIAQEA
AQUCH//EABURAQEAAAAAAAAAAAAAAAAAAAEA/9oACAEDAQE/ARv/xAAVEQEBAAAAAAAAAAAAAAAAAAAAEf/aAAgBAgEBPwGv/8QAFBABAAAAAAAAAAAA
AAAAAAAAIP/aAAgBAQAGPwIf/8QAFRABAQAAAAAAAAAAAAAAAAAAAQD/2gAIAQEAAT8hCCCC/9oADAMBAAIAAwAAABBz/8QAFBEBAAAAAAAAAAAAAAAA
AAAAAP/aAAgBAwEBPxB//8QAFREBAQAAAAAAAAAAAAAAAAAAAAH/2gAIAQIBAT8Qp//EABQQAQAAAAAAAAAAAAAAAAAAACD/2gAIAQEAAT8QCr//2Q==""",
    "grey": """
/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////////////////////
wAALCAAQABABAREA/8QAFQABAQAAAAAAAAAAAAAAAAAAAwL/xAAVEAEBAAAAAAAAAAAAAAAAAAACAP/aAAgBAQAAPwASKyJCJCL/2Q==""",
    "cmyk": """
/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwBQNzxGPDJQRkFGWlVQX3jIgnhubnj1r7mRyP///////////////////////////////////////////////////8AA
FAgAEAAQBEMRAE0RAFkRAEsRAP/EABYAAQEBAAAAAAAAAAAAAAAAAAAEA//EABYQAQEBAAAAAAAAAAAAAAAAAAADE//aAA4EQwBNAFkASwAAPwDCTDIW
rZGQIpLcgWyMgf/Z""",
}.items()}

def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

def png(width=8, height=8, shown_width=None, shown_height=None, rows=None):
    """An RGB picture; its head may claim another size than its rows have."""
    head = struct.pack(">IIBBBBB", shown_width or width, shown_height or height, 8, 2, 0, 0, 0)
    if rows is None:
        rows = b"".join(b"\0" + bytes([y * 30 % 256, 90, 128]) * width for y in range(height))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")

PNG = png()

def jpeg_claims(width, height):
    """The baseline picture, whose head claims another size."""
    data, at = bytearray(JPEG["baseline"]), JPEG["baseline"].index(b"\xff\xc0")
    data[at + 5:at + 9] = struct.pack(">HH", height, width)
    return bytes(data)
