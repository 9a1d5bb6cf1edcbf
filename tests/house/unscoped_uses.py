"""The reviewed list: every place that reads across contracts, with the reason it gives."""

UNSCOPED_USES = {
    "accounts/admin.py": ["administrators grant memberships on every contract"],
    "accounts/selectors.py": ["the visitor's memberships define the scope"],
    "contracts/selectors/calendar_feed.py": [
        "a private calendar address names its membership by the digest of its token"
    ],
    "contracts/selectors/lookup.py": [
        "a command names its contract by slug or reference",
        "a contract file names its contract by reference and client",
    ],
    "core/jobs.py": [
        "the operator counts the jobs of every contract",
        "the sweep looks after the jobs of every contract",
        "the worker finds out which contract a job belongs to",
    ],
    "governance/selectors/links.py": ["a link to a pack names its version by the digest of its token"],
    "kpis/selectors/surveys.py": ["a survey link names its wave by the digest of its token"],
    "infogerance/demo/loading.py": [
        "the demonstration looks for its own deliveries",
        "the demonstration waits for its own jobs",
    ],
    "infogerance/management/commands/verify.py": ["the operator verifies every contract"],
    "infogerance/services/creation.py": [
        "a new contract has a reference that none of the client's contracts has"
    ],
    "infogerance/services/example.py": ["the example only goes where there is no contract"],
    "infogerance/sweeps.py": [
        "a day that comes comes for every contract",
        "the nightly sweep looks at every contract",
    ],
}
