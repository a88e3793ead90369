"""Saved views at the end of the sidebar: own ones as links, the present one to be saved, renaming and removing."""

from collections.abc import Sequence

import streamlit as st

from data import records
from data.errors import Conflict, Invalid, Missing
from data.records import SavedView
from ui import address, formats, shell
from ui.faults import faults
from ui.language import gettext as _
from ui.shell import Reader


def sidebar(who: Reader) -> None:
    """A closed fold; what is in it is asked for when it is open."""
    with (
        st.sidebar,
        st.expander(_("Saved views"), icon=":material/bookmark:", key="saved-views", on_change="rerun") as fold,
    ):
        if not fold.open:
            return
        views = records.saved_views(who.scope)
        _links(views)
        _save(who, len(views))
        if views:
            with st.popover(_("Rename or remove"), icon=":material/edit:", type="tertiary", key="saved-views-change"):
                _change(who, views)


def _links(views: Sequence[SavedView]) -> None:
    places = {place.file: place for place in shell.places()}
    with st.container(gap=None, key="tz-saved-views"):
        for view in views:
            if place := places.get(view.page):
                st.page_link(
                    f"pages/{view.page}.py",
                    label=formats.md(view.name),
                    icon=place.icon,
                    query_params={address.VIEW: view.id, **view.query},
                    width="stretch",
                )
    if not views:
        st.caption(_("Save what you have chosen here, to come back to it with one click."))


def _save(who: Reader, number: int) -> None:
    """The page as it stands in the address; each view that is kept opens a fresh box."""
    with st.form(f"saved-view-{number}", border=False):
        name = st.text_input(_("Save this view as"), key=f"saved-view-name-{number}", placeholder=_("Chat in October"))
        pressed = st.form_submit_button(_("Save the view"))
    if not pressed:
        return
    try:
        records.save_view(who.scope, name or "", shell.page(), address.said())
    except Invalid as fault:
        faults(fault)
    else:
        st.rerun()


def _change(who: Reader, views: Sequence[SavedView]) -> None:
    known = {view.id: view for view in views}
    chosen = st.selectbox(_("View"), list(known), format_func=lambda each: known[each].name, key="saved-view-chosen")
    view = known[chosen]
    name = st.text_input(_("New name"), view.name, key=f"saved-view-rename-{view.id}-{view.version}") or ""
    with st.container(horizontal=True, gap="small"):
        rename = st.button(_("Rename"), key="saved-view-rename")
        remove = st.button(_("Remove"), key="saved-view-remove", icon=":material/delete:")
    if not (rename or remove):
        return
    try:
        if remove:
            records.remove_view(who.scope, view.id, view.version)
        else:
            records.rename_view(who.scope, view.id, view.version, name)
    except Invalid as fault:
        faults(fault)
    except (Conflict, Missing):
        st.warning(_("This view was changed in another window. Look at it again, then decide."))
    else:
        st.rerun()
