import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/**
 * Resident memory of a process in MiB: from /proc where there is one, else as `ps` tells it; undefined where
 * neither does.
 */
export async function residentMiB(processId: number): Promise<number | undefined> {
  try {
    const status = await readFile(`/proc/${processId}/status`, 'utf8');
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
  } catch {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(processId)]).catch(() => ({
      stdout: '',
    }));
    return stdout.trim() ? Math.round(Number(stdout) / 1024) : undefined;
  }
}

/** Looks at a process's resident memory twice a second until it is disposed of. */
export function watchMemory(processId: number): Disposable & { peak(): number } {
  let peak = 0;
  const look = async () => {
    peak = Math.max(peak, (await residentMiB(processId)) ?? 0);
  };
  const timer = setInterval(() => void look(), 500);
  return { peak: () => peak, [Symbol.dispose]: () => clearInterval(timer) };
}
