"""The files of the code become the catalogue and how its rows are treated."""

from functools import cache
from importlib.resources import files

from lapwing.compliance.catalogue import read_catalogue
from lapwing.compliance.treatment import Code, read_treatment


@cache
def read_code() -> Code:
    """Return the code as it is shipped.

    Raises:
        BadCatalogue: a file is not what it has to be.
    """
    folder = files("lapwing.compliance")
    catalogue = read_catalogue(folder.joinpath("catalogue.json").read_bytes())
    treatment = read_treatment(folder.joinpath("treatment.toml").read_text("utf-8"), catalogue=catalogue)
    return Code(catalogue=catalogue, treatment=treatment)
