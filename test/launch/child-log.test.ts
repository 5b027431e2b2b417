import { consoleFilter } from '../../launch/child-log';

describe('what of a child log the console shows', () => {
  it.each([
    ['an error with its cause', '{"level":50,"msg":"lost","err":{"message":"gone"}}', 'stdout', 'error: lost (gone)'],
    ['a warning', '{"level":40,"msg":"slow"}', 'stdout', 'warning: slow'],
    ['nothing of the everyday', '{"level":30,"msg":"served"}', 'stderr', undefined],
    ['nothing of plain output', 'hello', 'stdout', undefined],
    ['a crash', 'Error: Cannot find module', 'stderr', 'Error: Cannot find module'],
    ['nothing of what a library informs of', '2026-01-01 [INFO] polling', 'stderr', undefined],
  ] as const)('%s', (_what, line, from, shown) => {
    expect(consoleFilter(from)(line)).toBe(shown);
  });

  it('the indented lines of a crash, and none of those of an information', () => {
    const filter = consoleFilter('stderr');
    const lines = ['Error: gone', '    at work', '[INFO] state {', "  state: 'RUNNING'", '}'];
    expect(lines.map(filter)).toEqual(['Error: gone', '    at work', undefined, undefined, undefined]);
  });
});
