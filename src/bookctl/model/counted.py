"""A number and what is counted, in words."""


def counted(count: int, unit: str) -> str:
    """1 visit, 2 visits."""
    return f"{count:,} {unit}{'' if count == 1 else 's'}"
