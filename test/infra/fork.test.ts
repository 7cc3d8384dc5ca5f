import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { ROOT, STACKS, synthesizeByProgram } from './synthesized.ts';

/** The one thing that may differ: each library writes its own version into its notes, and lays out empty objects. */
function comparable(text: string): unknown {
  const { '//': notes, ...stack } = JSON.parse(text);
  const { version, ...metadata } = notes.metadata;
  return { ...stack, notes: { ...notes, metadata } };
}

// cdktf is archived: docs/adr/0008 says how to move, and this shows that moving changes no infrastructure.
it('the fork cdktn synthesizes the same Terraform', async () => {
  const redirect = path.join(ROOT, 'test', 'infra', 'redirect-to-fork.ts');
  using archived = await synthesizeByProgram();
  using fork = await synthesizeByProgram({}, ['--import', pathToFileURL(redirect).href]);
  for (const name of STACKS) {
    expect(fork.text(name)).toContain('"version": "0.24');
    expect(comparable(fork.text(name))).toEqual(comparable(archived.text(name)));
  }
});
