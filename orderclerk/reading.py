"""Files that a person names: what the operating system says of one that cannot be read, as a refusal."""

from collections.abc import Iterator
from contextlib import contextmanager

from data.errors import Unreadable


@contextmanager
def readable(path: str) -> Iterator[None]:
    """Turn what goes wrong while a file is read into a refusal that names it.

    Raises:
        Unreadable: `missing`, `is_folder`, `no_permission`, `encoding` or `damaged`.
    """
    try:
        yield
    except UnicodeDecodeError as error:
        raise Unreadable(path, "encoding") from error
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:  # ValueError: a null character in the path
        raise Unreadable(path, "missing") from error
    except IsADirectoryError as error:
        raise Unreadable(path, "is_folder") from error
    except PermissionError as error:
        raise Unreadable(path, "no_permission") from error
    except OSError as error:
        raise Unreadable(path, "damaged", error.strerror or "") from error
