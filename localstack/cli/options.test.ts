import { describe, expect, test } from 'vitest';
import { serviceNames } from '../embedded/services.ts';
import { readOptions, USAGE } from './options.ts';

const options = (line: string) =>
  readOptions(
    line
      .split(' ')
      .filter((word) => word !== '')
      .map((word) => (word === '""' ? '' : word)),
  );

describe('the command line', () => {
  test('asks by default for a bare AWS on 4566, which this machine alone reaches', () => {
    expect(options('')).toMatchObject({
      stacks: undefined,
      port: 4566,
      host: '127.0.0.1',
      services: undefined,
    });
  });

  test('takes a folder of stacks, with options before and after it', () => {
    expect(options('--port 0 up infrastructure --data here --replace aws_sqs_queue.q')).toMatchObject({
      stacks: 'infrastructure',
      port: 0,
      data: 'here',
      replace: ['aws_sqs_queue.q'],
    });
  });

  test('names the services that are to run', () => {
    expect(options('--services dynamodb,s3')).toMatchObject({ services: ['dynamodb', 's3'] });
  });

  test('may ask for help alone, which names all services', () => {
    expect(options('--help')).toBeUndefined();
    const [, names = ''] = /which services run \(all\): ([a-z0-9,\s]+)\n {2}--/.exec(USAGE) ?? [];
    expect(names.split(/,\s+/)).toEqual(serviceNames);
  });

  test.each([
    ['down', 'There is no command down; there is: npx embedded-aws up DIR (see npx embedded-aws --help)'],
    ['up', 'Which one folder of stacks? For example: npx embedded-aws up cdktf.out'],
    ['up a b', 'Which one folder of stacks? For example: npx embedded-aws up cdktf.out'],
    ['up ""', 'Which one folder of stacks? For example: npx embedded-aws up cdktf.out'],
    ['--host ""', '--host needs an address, e.g. 127.0.0.1.'],
    ['--data ""', '--data needs the name of a folder.'],
    ['--prot 1', 'There is no option --prot; did you mean --port? (see npx embedded-aws --help)'],
    ['--port x', '--port x is not a port: it must be a whole number from 0 to 65535.'],
    ['--salvage', '--salvage is for data that was kept: it goes with --data DIR.'],
    ['--replace a', '--replace and --destroy are for stacks: npx embedded-aws up DIR.'],
  ])('%s is refused in one sentence', (line, sentence) => {
    expect(() => options(line)).toThrow(sentence);
  });
});
