"""Where the rooms are composed: what is stale and why, one episode made, a whole run."""
