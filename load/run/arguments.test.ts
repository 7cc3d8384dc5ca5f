import { describe, expect, test } from 'vitest';
import { commandOf, parseRunArguments } from './arguments.ts';

describe('the command line of a load run', () => {
  test('without options it smokes every scenario on a fresh local AWS', () => {
    expect(parseRunArguments([])).toMatchObject({
      scenarios: ['crud', 'approval'],
      workload: 'smoke',
      target: 'embedded',
      thresholds: 'embedded',
      watch: false,
    });
  });

  test('a deployed API is named by its URL, a trailing slash does not matter', () => {
    const args = parseRunArguments([
      '--scenario',
      'crud',
      '--target',
      'https://api.example.com/',
      '--outputs',
      'o.json',
    ]);
    expect(args).toMatchObject({
      scenarios: ['crud'],
      target: 'https://api.example.com',
      thresholds: 'stage',
      outputs: 'o.json',
    });
  });

  test('a stage is named as it was deployed', () => {
    expect(parseRunArguments(['--stage', 'dev'])).toMatchObject({ stage: 'dev', thresholds: 'stage' });
  });

  test('a run of a stage is repeated by its name', () => {
    const args = parseRunArguments(['--stage', 'dev']);
    expect(args !== 'help' && commandOf(args)).toContain(' --stage dev --thresholds stage');
  });

  test.each([
    '--workload breakpoint --scenario crud --try-seconds 6',
    '--workload breakpoint --stage dev --quota start-execution=800 --quota api-throttle=500',
    '--workload-file payday.json --dataset 1k --monthly-requests 7',
    '--workload average --target https://api.example.com --outputs o.json --thresholds embedded',
  ])('the command that runs %s again measures the same', (options) => {
    const args = parseRunArguments(options.split(' '));
    if (args === 'help') throw new Error('That asked for no help.');
    expect(parseRunArguments(commandOf(args).split(' ').slice(4))).toEqual(args);
  });

  test('a URL may be held to the limits of what is behind it', () => {
    const args = parseRunArguments(['--target', 'http://127.0.0.1:4567/api', '--thresholds', 'localstack']);
    expect(args).toMatchObject({ thresholds: 'localstack' });
  });

  test.each([
    [['--scenario', 'fraud'], /no scenario fraud; there are crud, approval/],
    [['--workload', 'huge'], /no workload huge; there are smoke, average, stress, spike, soak, breakpoint/],
    [['--monthly-requests', 'many'], /--monthly-requests takes a whole number from 1 on, not many/],
    [['--target', 'localhost'], /--target takes embedded or a URL/],
    [['--stage', '../x'], /--stage takes the name of a stage such as dev, not \.\.\/x/],
    [['--stage', 'dev', '--outputs', 'o.json'], /--stage says by itself/],
    [['--stage', 'dev', '--target', 'https://a.b'], /--stage says by itself/],
    [['--thresholds', 'none'], /no profile of thresholds none; there are embedded, localstack/],
    [['--dataset', '5k'], /no dataset 5k; there are 1k, 100k, 1M/],
    [['--try-seconds', '1'], /--try-seconds takes a whole number from 2 to 3600, not 1/],
    [['--speed', '9'], /There is no option --speed/],
  ])('%j is refused in one sentence', (argv, message) => {
    expect(() => parseRunArguments(argv)).toThrow(message);
  });

  test('--help asks for help', () => {
    expect(parseRunArguments(['--help'])).toBe('help');
  });
});

test.each([['--baseline'], ['--baseline=here']])('%s is refused with the command that does it', (option) => {
  expect(() => parseRunArguments([option])).toThrow('npm run load:compare -- baseline .');
});
