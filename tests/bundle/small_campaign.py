"""A banner on a pole for two places, a poster for another shop, and a screen."""

import datetime as dt
from dataclasses import replace

from poster.bundle.approval import SignOff
from poster.intake import Request, read_request
from poster.messages import catalogue
from poster.model import Campaign, OrderLine
from poster.pipeline import Workshop

DAY = dt.date(2026, 4, 20)
TEXTS = catalogue("vi")
CAMPAIGN = Campaign(
    "Tuyên truyền Nghị quyết 02", "UBND phường Đống Đa", DAY, "Chị Hoa", "0912 345 678"
)
VERSIONS = {"libcairo": "1.18.0"}
SIGNOFF = SignOff("Trần Văn Nam", "Phó Chủ tịch", dt.date(2026, 4, 22))
LINE = OrderLine(
    material="Bạt hiflex",
    place="Phố Chùa Bộc",
    hang=dt.date(2026, 5, 1),
    needed_by=dt.date(2026, 4, 28),
    deliver_to="59 phố Hoàng Cầu",
)


def make(library, out, layout, size, quantity=1, line=LINE, shop="generic-hiflex", **words):
    request = Request(layout=layout, day=DAY, sizes=(size,), shop=shop, **words)
    (job,) = read_request(request, library).jobs
    workshop = Workshop(library, out, 1, TEXTS, lambda *_: None)
    return workshop.make(replace(job, quantity=quantity, line=line))


def made(library, out):
    slogan = {"slogan": "van-hien-van-minh", "values": {"unit": "UBND phường Đống Đa"}}
    pole = make(library, out, "co-do", "phuon-0.8x2m", 40, **slogan)
    again = replace(LINE, place="Ngã tư Xã Đàn", sides=2)
    return (
        pole,
        replace(pole, job=replace(pole.job, quantity=4, line=again)),
        make(library, out, "co-do", "a4", 5, shop="generic-offset", text="Hà Nội xanh"),
        make(library, out, "co-do", "640x360px", **slogan),
    )
