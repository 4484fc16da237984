"""The nouns of the program, frozen, in the words of the trade. Lengths carry their unit."""

from poster.model.jobs import Campaign, Job, OrderLine, Piece, PieceFile
from poster.model.layouts import Layout, Master, Slot
from poster.model.noun import Noun
from poster.model.press import Ink, PrintCondition, Shop
from poster.model.sizes import Eyelet, EyeletPlan, Finishing, Kind, Panel, Sheet, Size
from poster.model.slogans import Approval, Origin, Slogan, Validity, text_sha256

__all__ = [
    "Approval", "Campaign", "Eyelet", "EyeletPlan", "Finishing", "Ink", "Job", "Kind", "Layout",
    "Master", "Noun", "OrderLine", "Origin", "Panel", "Piece", "PieceFile", "PrintCondition",
    "Sheet", "Shop", "Size", "Slogan", "Slot", "Validity", "text_sha256",
]  # fmt: skip
