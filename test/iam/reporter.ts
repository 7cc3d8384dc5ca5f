import type { Reporter, TestModule } from 'vitest/node';
import { combinedUse } from './findings.ts';
import { recordedRoles, reportOn } from './record.ts';

/**
 * Holds the roles to what the application's suite made of them: when all its files have passed on the embedded AWS, a
 * grant that was never used, or a call that was denied, fails the run. A part of the suite uses a part of the grants,
 * so nothing is said of that; nor on another AWS, which keeps no such record.
 */
export class LeastPrivilegeReporter implements Reporter {
  async onTestRunEnd(modules: readonly TestModule[]): Promise<void> {
    const suite = modules.filter(({ project }) => project.name === 'app');
    const project = suite[0]?.project;
    if (!project || project.config.testNamePattern || !suite.every((module) => module.ok())) return;
    const { testFiles } = await project.globTestFiles();
    if (suite.length < testFiles.length) return;
    const { targets } = project.getProvidedContext();
    const embedded = targets.flatMap(({ endpoint, virtualClock }) =>
      virtualClock && endpoint !== undefined ? [endpoint] : [],
    );
    if (embedded.length === 0) return;
    const { lines, clean } = reportOn(combinedUse(await Promise.all(embedded.map(recordedRoles))));
    console.log(['\nLeast privilege (docs/security.md):', ...lines].join('\n'));
    if (clean) return;
    console.error('Roles are granted what nothing uses, or lack what is needed: the run fails.');
    process.exitCode = 1;
  }
}
