"""The reviewed list: every place that reads across contracts, with the reason it gives."""

UNSCOPED_USES = {
    "accounts/admin.py": ["administrators grant memberships on every contract"],
    "accounts/selectors.py": ["the visitor's memberships define the scope"],
    "core/jobs.py": [
        "the operator counts the jobs of every contract",
        "the sweep looks after the jobs of every contract",
        "the worker finds out which contract a job belongs to",
    ],
}
