import { writeFile } from 'node:fs/promises';
import { generateOpenApi } from './generate.ts';

/** Writes docs/openapi.json from the routes: `node app/openapi/write.ts`. */
const target = new URL('../../docs/openapi.json', import.meta.url);
await writeFile(target, await generateOpenApi());
