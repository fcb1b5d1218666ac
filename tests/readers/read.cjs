// Reads a feed on standard input by a package that NODE_PATH leads to; prints what it found.
const { readFileSync } = require("node:fs");

const readers = {
  feedsmith: () => require("feedsmith").parseRssFeed,
  "podcast-partytime": () => require("podcast-partytime").parseFeed,
};

const parse = readers[process.argv[2]]();
process.stdout.write(JSON.stringify(parse(readFileSync(0, "utf8"))));
