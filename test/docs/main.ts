import { GENERATED_PARTS, write } from './generated.ts';

for (const part of GENERATED_PARTS) await write(part);
