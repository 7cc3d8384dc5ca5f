import { XMLBuilder } from 'fast-xml-parser';
import type { RunRecord } from '../run/record.ts';

/** The thresholds as JUnit test cases, which every CI can show. */
export function junitReport(record: RunRecord): string {
  const builder = new XMLBuilder({
    ignoreAttributes: false,
    format: true,
    attributeNamePrefix: '@',
    suppressEmptyNode: true,
  });
  const name = `load: ${record.scenarios.join(' + ')}, ${record.workload}, ${record.target.name}`;
  const failures = record.thresholds.filter(({ held }) => !held).length;
  const totals = {
    '@tests': record.thresholds.length,
    '@failures': failures,
    '@time': record.durationSeconds.toFixed(3),
  };
  return builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: {
      ...totals,
      testsuite: {
        '@name': name,
        '@timestamp': record.startedAt,
        ...totals,
        testcase: record.thresholds.map(({ metric, expression, held, measured }) => ({
          '@classname': metric,
          '@name': expression,
          ...(held
            ? {}
            : { failure: { '@message': `${metric} ${expression}: measured ${measured ?? 'nothing'}` } }),
        })),
      },
    },
  });
}
