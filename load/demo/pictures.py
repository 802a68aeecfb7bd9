"""A small landscape drawn from a seed: what photographs, recordings and objects show in an invented archive."""

import io
import random

from PIL import Image, ImageDraw

_WIDTH, _HEIGHT = 640, 420


def picture(seed: str) -> bytes:
    rng = random.Random(seed)
    image = Image.new("RGB", (_WIDTH, _HEIGHT), (rng.randint(170, 225), rng.randint(195, 230), rng.randint(215, 245)))
    draw = ImageDraw.Draw(image)
    for depth in range(3):
        shade = 150 - depth * 38
        ridge = [(x, 190 + depth * 60 - rng.randint(0, 70)) for x in range(0, _WIDTH + 41, 40)]
        draw.polygon(
            [(0, _HEIGHT), *ridge, (_WIDTH, _HEIGHT)], fill=(shade - 30, shade + rng.randint(-10, 25), shade - 40)
        )
    for _ in range(rng.randint(4, 11)):
        left, width, tall = rng.randint(0, _WIDTH - 60), rng.randint(30, 90), rng.randint(24, 120)
        wall = (rng.randint(150, 235), rng.randint(130, 205), rng.randint(110, 180))
        draw.rectangle((left, 380 - tall, left + width, 380), fill=wall, outline=(70, 60, 55))
    draw.rectangle((0, 380, _WIDTH, _HEIGHT), fill=(108, 112, 104))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
