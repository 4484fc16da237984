"""The nouns of the program, frozen, in the words of the trade. Lengths carry their unit."""

from poster.model.jobs import Campaign, Job, OrderLine, Piece, PieceFile
from poster.model.layouts import Layout, Master, Picture, Slot
from poster.model.noun import Noun
from poster.model.press import Ink, PrintCondition, Shop, Terms
from poster.model.sizes import (
    SIDES,
    Eyelet,
    EyeletPlan,
    EyeletRow,
    Finishing,
    Kind,
    Panel,
    Sheet,
    Side,
    Size,
)
from poster.model.slogans import Approval, Origin, Slogan, Validity, text_sha256

__all__ = [
    "SIDES", "Approval", "Campaign", "Eyelet", "EyeletPlan", "EyeletRow", "Finishing", "Ink",
    "Job", "Kind", "Layout", "Master", "Noun", "OrderLine", "Origin", "Panel", "Picture", "Piece",
    "PieceFile", "PrintCondition", "Sheet", "Shop", "Side", "Size", "Slogan", "Slot", "Terms",
    "Validity", "text_sha256",
]  # fmt: skip
