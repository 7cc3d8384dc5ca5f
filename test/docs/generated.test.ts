import { expect, test } from 'vitest';
import { GENERATED_PARTS, written } from './generated.ts';

test.each(GENERATED_PARTS)(
  '$document says of $name what there is; `npm run docs` writes it',
  async (part) => {
    expect(written(part)).toBe(await part.content());
  },
);
