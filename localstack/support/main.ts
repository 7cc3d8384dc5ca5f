import { writeFile } from 'node:fs/promises';
import { supportDocument } from './support.ts';

await writeFile(new URL('../../docs/SUPPORT.md', import.meta.url), await supportDocument());
