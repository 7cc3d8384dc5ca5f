import { spawnSync } from 'node:child_process';

/** The linter, at the version that is built where Go is and the program itself is not. */
const ACTIONLINT = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12';

const attempts = [
  { command: 'actionlint', args: [] },
  { command: 'go', args: ['run', ACTIONLINT] },
];

/** Runs actionlint over the workflows; the status is its own, or 1 where it cannot be had. */
function checkWorkflows(): number {
  for (const { command, args } of attempts) {
    const { status, error } = spawnSync(command, [...args, '-color'], { stdio: 'inherit' });
    if (!error) return status ?? 1;
  }
  console.error('The workflows were not checked: that needs actionlint, or Go to build it, in PATH.');
  return 1;
}

process.exitCode = checkWorkflows();
