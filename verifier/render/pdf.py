"""PDF from Typst source by the `typst` wheel: no TeX and nothing outside the Python environment."""

from verifier.errors import OUR_FAULT, VerifierError


def compile_typst(source: str) -> bytes:
    """The PDF; a warning counts as an error, since a sheet that lacks a font or a symbol is not one."""
    import typst  # the other formats do without it

    try:
        pdf, warnings = typst.compile_with_warnings(source.encode("utf-8"), timestamp=0)
    except typst.TypstError as error:
        raise VerifierError(
            f"typst does not compile the sheet: {error.diagnostic}", exit_code=OUR_FAULT
        ) from error
    if warnings:
        told = "; ".join(str(warning) for warning in warnings)
        raise VerifierError(f"typst compiles the sheet with warnings: {told}", exit_code=OUR_FAULT)
    return bytes(pdf)
