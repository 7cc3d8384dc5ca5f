import { keepCompiled } from '../../localstack/compile-cache.ts';
import { LoadError } from './errors.ts';

keepCompiled();

try {
  const { loadCommand } = await import('./command.ts');
  process.exitCode = await loadCommand();
} catch (error) {
  console.error(error instanceof LoadError ? error.message : error);
  process.exitCode = 1;
}
