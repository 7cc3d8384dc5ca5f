import { writeFile } from 'node:fs/promises';
import { generateOpenApi } from './openapi.ts';

/** Writes docs/openapi.json from the routes: `node app/http/write-openapi.ts`. */
const target = new URL('../../docs/openapi.json', import.meta.url);
await writeFile(target, await generateOpenApi());
