import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';
import { writeFidelity } from './fidelity.ts';
import { keepOutcomes, type Outcome, OutcomeReporter, type Outcomes, readOutcomes } from './outcomes.ts';

const USAGE = `Usage: npm run conformance -- [--backend NAME] [--suites conformance,app] [--record] [FILE…]
       npm run test:containers

Runs the suites on a backend, and holds what came of each case to what is kept in test/containers/outcomes: a case that
passed there and fails now fails the run.

  --backend NAME   embedded (default), localstack, ministack or aws
  --suites LIST    conformance (default), app or both
  --record         keeps what came of each case, and rewrites docs/fidelity.md

BACKEND_ENDPOINT (and, for the application, BESIDE_ENDPOINT) name a running one, e.g. docker compose's 4566 and 4567;
without them containers are started, and always removed.`;

const BACKENDS = ['embedded', 'localstack', 'ministack', 'aws'];

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      backend: { type: 'string', default: 'embedded' },
      suites: { type: 'string', default: 'conformance' },
      record: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { backend, suites, record } = values;
  if (values.help || !BACKENDS.includes(backend)) {
    console.log(USAGE);
    return values.help ? 0 : 1;
  }
  process.env.BACKEND = backend;
  process.env.CONTAINERS_SUITES = suites;
  const reporter = new OutcomeReporter();
  const vitest = await startVitest('test', positionals, {
    config: 'vitest.containers.config.ts',
    watch: false,
    reporters: [reporter],
  });
  await vitest.close();
  if (record) {
    await keepOutcomes(backend, reporter.outcomes);
    await writeFidelity();
  }
  return conclude(await readOutcomes(backend), reporter);
}

/** Says what is other than it is kept, and gives the exit status. */
function conclude(kept: Outcomes, { outcomes, broken }: OutcomeReporter): number {
  const all = Object.entries(outcomes).flatMap(([file, cases]) =>
    Object.entries(cases).map(([name, now]) => ({
      name: `${file} > ${name}`,
      now,
      before: kept[file]?.[name],
    })),
  );
  const worse = all.filter(({ now, before }) => now.state === 'fails' && before?.state !== 'fails');
  const better = all.filter(({ now, before }) => now.state === 'passes' && before?.state === 'fails');
  for (const { name, now } of worse) console.error(`FAILS  ${name}\n       ${now.message}`);
  for (const { name } of better) console.log(`passes, and is kept as failing: ${name}`);
  for (const message of broken) console.error(message);
  const count = (state: Outcome['state']) => all.filter(({ now }) => now.state === state).length;
  console.log(
    `${count('passes')} pass, ${count('fails')} fail (${worse.length} of them not known to), ${count('not offered')} not offered`,
  );
  return worse.length + broken.length > 0 || all.length === 0 ? 1 : 0;
}

// startVitest sets the status for any failure; this one knows which were to be expected.
process.exitCode = await main();
