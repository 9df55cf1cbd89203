"""The parts of the code: under which heading a row is shown, by the beginning of its id."""

from dataclasses import dataclass

PRINCIPLES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A heading. key: what selects it; prefix: how its rows' ids begin."""

    key: str
    title: str
    prefix: str


PARTS = (
    Part(key="intro", title="Interim code: introduction", prefix="INT."),
    *(
        Part(key=f"P{number}", title=f"Interim code: principle {number}", prefix=f"P{number}.")
        for number in range(1, PRINCIPLES + 1)
    ),
    Part(key="S5", title="Interim code: section 5, reporting", prefix="S5."),
    *(
        Part(key=f"A{number}", title=f"Interim code: appendix {number}", prefix=f"A{number}.")
        for number in range(1, 9)
    ),
    Part(key="interim", title="About the interim codes", prefix="INTERIM."),
    Part(key="terrorism", title="Interim code on terrorist content", prefix="TERR."),
    Part(key="infrastructure", title="Guidance for infrastructure providers", prefix="INFRA."),
    Part(key="IICSA", title="IICSA: recommendations on the internet", prefix="IICSA."),
    Part(key="OFC", title="Ofcom's codes as others describe them", prefix="OFC."),
    Part(key="ICU", title="Ofcom: illegal content, user-to-user", prefix="ICU-"),
    Part(key="ICS", title="Ofcom: illegal content, search", prefix="ICS-"),
    Part(key="PCU", title="Ofcom: protection of children, user-to-user", prefix="PCU-"),
    Part(key="OSA", title="Online Safety Act 2023", prefix="OSA-"),
    Part(key="NCA", title="Reporting to the NCA", prefix="NCA."),
    Part(key="US", title="Reporting to NCMEC", prefix="US."),
    Part(key="DSA", title="EU Digital Services Act", prefix="DSA."),
    Part(key="EPR", title="EU ePrivacy derogation", prefix="EPR."),
    Part(key="TCO", title="EU terrorist content regulation", prefix="TCO."),
    Part(key="AADC", title="ICO children's code", prefix="AADC."),
    Part(key="HEAA", title="Highly effective age assurance", prefix="HEAA."),
    Part(key="ISO27566", title="ISO/IEC 27566-1 age assurance", prefix="ISO27566."),
    Part(key="U16", title="UK measures for under-16s", prefix="U16."),
    Part(key="TRUST", title="Tech Coalition: transparency", prefix="TRUST."),
    Part(key="VTRF", title="OECD: voluntary transparency", prefix="VTRF."),
)

APPLICABLE = (*(f"P{number}" for number in range(1, PRINCIPLES + 1)), "S5")
"""The parts of which a service decides whether they apply to it: the twelve principles and section 5."""


def part_of(row: str) -> Part:
    """Return the part that a row stands in.

    Raises:
        KeyError: its id begins like none of them.
    """
    for part in PARTS:
        if row.startswith(part.prefix):
            return part
    raise KeyError(row)
