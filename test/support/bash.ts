import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';

/** A shell that is given one command after the other, as in a terminal. */
export interface Bash extends AsyncDisposable {
  /** Runs a command, and hands over what it printed on standard output. */
  run(command: string): Promise<{ readonly output: string; readonly status: number }>;
}

/** Starts bash; what commands print on standard error goes to this process's. */
export function startBash(folder: string, environment: NodeJS.ProcessEnv): Bash {
  const shell = spawn('bash', ['--norc'], {
    cwd: folder,
    env: environment,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  shell.stdout.setEncoding('utf8');
  return {
    async run(command) {
      const mark = randomUUID();
      shell.stdin.write(`${command}\nprintf '\\n%s %s\\n' ${mark} $?\n`);
      let text = '';
      for (;;) {
        const [part] = (await once(shell.stdout, 'data')) as [string];
        text += part;
        const [whole, output = '', status] = new RegExp(`^([\\s\\S]*)\n${mark} (\\d+)\n`).exec(text) ?? [];
        if (whole !== undefined) return { output, status: Number(status) };
      }
    },
    async [Symbol.asyncDispose]() {
      if (shell.exitCode !== null) return;
      shell.stdin.end();
      await once(shell, 'exit');
    },
  };
}
