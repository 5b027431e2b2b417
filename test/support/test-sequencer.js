const { default: TestSequencer } = require('@jest/test-sequencer');

/** What takes longest, in this order: whole areas of the console, then what kills processes or waits for offers to lapse. */
const longest = [
  '/test/browser/',
  '.long.test.ts',
  '/test/chaos/',
  '/test/saved/',
  '/test/flows/',
  '.integration.test.ts',
];

const rank = ({ path }) => {
  const index = longest.findIndex((part) => path.includes(part));
  return index === -1 ? longest.length : index;
};

/**
 * Begins with the files that take longest, so that none of them is what a run waits for at its end. Jest's own order goes by
 * the times of earlier runs, which a fresh clone lacks, and then by the size of files.
 */
class LongestFirst extends TestSequencer {
  sort(tests) {
    return super.sort(tests).sort((a, b) => rank(a) - rank(b));
  }
}

module.exports = LongestFirst;
