"""What a reader chose, in the address: by ids, so that a link says the same in every language and next month."""

from collections.abc import Sequence

import streamlit as st

VIEW = "view"  # the parameter by which a link says that it names all that is chosen
_KEPT = "_kept_in_the_address"


def follow() -> None:
    """Before anything is restored: after a link to a whole view, nothing counts that was chosen before."""
    if VIEW in st.query_params:
        st.query_params.pop(VIEW)
        for key in st.session_state.get(_KEPT, ()):
            st.session_state.pop(key, None)


def said() -> dict[str, list[str]]:
    """All that the address says: parameter → its values."""
    return {key: st.query_params.get_all(key) for key in st.query_params if key != VIEW}


def restore(key: str, options: Sequence[str], default: str | None = None, *, many: bool = False) -> list[str]:
    """Before the widget of `key` is drawn for the first time: give it what the address says, else the default.

    Returns the values of the address that are none of the options; they are for the page to name.
    """
    if key in st.session_state:
        return []
    asked = st.query_params.get_all(key)
    known = [option for option in options if option in asked]
    st.session_state[key] = known if many else next(iter(known), default)
    return [value for value in asked if value not in options]


def keep(key: str, default: str | list[str] | None = None) -> None:
    """After the widget was drawn: write its value into the address; the default needs none."""
    st.session_state[_KEPT] = st.session_state.get(_KEPT, frozenset()) | {key}
    value = st.session_state.get(key)
    if value in (None, [], default):
        st.query_params.pop(key, None)
    elif st.query_params.get_all(key) != (value if isinstance(value, list) else [value]):
        st.query_params[key] = value
