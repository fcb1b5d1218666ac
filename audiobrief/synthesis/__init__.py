"""From a story's articles to a draft of a report, every sentence resting on its sources."""
