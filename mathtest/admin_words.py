"""Words of the admin's frame that its package does not bring in Korean: collected here for the catalogue.

Nothing imports this list. It stands for texts in the templates of ``unfold`` and in the models of the
job queue, which ask for them by the same English words.
"""

from django.utils.translation import gettext_noop, ngettext_lazy

__all__ = ["WORDS"]

WORDS = (
    # lists
    gettext_noop("Type to search"),
    gettext_noop("No results found"),
    gettext_noop("This page yielded into no results. Create a new item or reset your filters."),
    gettext_noop("Reset filters"),
    gettext_noop("Apply Filters"),
    gettext_noop("Select record"),
    gettext_noop("Select all rows"),
    gettext_noop("Select all %(total_count)s %(module_name)s"),
    gettext_noop("Select action"),
    gettext_noop("Select action to run"),
    gettext_noop("Run"),
    gettext_noop("More actions"),
    gettext_noop("Expand row"),
    gettext_noop("By %(filter_title)s"),
    gettext_noop("Sorting priority: %(priority_number)s"),
    gettext_noop("%(full_result_count)s total"),
    ngettext_lazy("%(counter)s result", "%(counter)s results", "counter"),
    # forms
    gettext_noop("Add %(name)s"),
    gettext_noop("Add another %(model)s"),
    gettext_noop("Change selected %(model)s"),
    gettext_noop("Delete selected %(model)s"),
    gettext_noop("View selected %(model)s"),
    gettext_noop("Date"),
    gettext_noop("General"),
    gettext_noop("Choose file to upload"),
    gettext_noop("Click to download"),
    gettext_noop("Image preview"),
    gettext_noop("This item will be deleted."),
    gettext_noop("Click to cancel"),
    gettext_noop("Toggle password visibility"),
    # the way around
    gettext_noop("Go back"),
    gettext_noop("Return to site"),
    gettext_noop("All applications"),
    gettext_noop("Models in the %(name)s application"),
    gettext_noop("Search apps and models..."),
    gettext_noop("Recent searches"),
    gettext_noop("No recent searches"),
    gettext_noop("No results matching your query"),
    gettext_noop("Loading more results..."),
    gettext_noop("System"),
    # jobs
    gettext_noop("Task Result"),
    gettext_noop("Task Results"),
    gettext_noop("status"),
    gettext_noop("enqueued at"),
    gettext_noop("started at"),
    gettext_noop("finished at"),
    gettext_noop("priority"),
    gettext_noop("task path"),
    gettext_noop("run after"),
    gettext_noop("queue name"),
    gettext_noop("backend name"),
    gettext_noop("worker id"),
    gettext_noop("return value"),
    gettext_noop("exception class path"),
    gettext_noop("traceback"),
    gettext_noop("args kwargs"),
)
