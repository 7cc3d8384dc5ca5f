import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TOTP } from 'otpauth';
import { expect, it } from 'vitest';
import { as, expectStatus } from './support/api.ts';
import { runCommands, type Shell } from './support/aws-cli.ts';
import { targetTime } from './support/clock.ts';
import { aPerson, cognito, PASSWORD, type Profile } from './support/people.ts';
import { target } from './support/target.ts';

const document = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'security.md'), 'utf8');
const [setUp = '', signIn = '', recovery = ''] = [...document.matchAll(/```bash\n(.*?)```/gs)].map(
  ([, bash]) => bash as string,
);

it('is set up, asked for and taken away again by the commands of docs/security.md', async () => {
  const { email, id } = await aPerson();
  const shell: Shell = {
    EMAIL: email,
    PASSWORD,
    CLIENT: target.userPoolClientId,
    POOL: target.userPoolId,
  };
  // The application's clock shows one code after the other; the next one is taken a step early.
  let timestamp = (await targetTime()).getTime();
  const nextCode = ({ SECRET = '' }: Shell) => {
    const code = new TOTP({ secret: SECRET }).generate({ timestamp });
    timestamp += 30_000;
    return code;
  };

  await runCommands(setUp, shell, nextCode);
  const { AuthenticationResult, ChallengeName } = await cognito.initiateAuth({
    ClientId: target.userPoolClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: email, PASSWORD },
  });
  expect([AuthenticationResult, ChallengeName]).toEqual([undefined, 'SOFTWARE_TOKEN_MFA']);

  await runCommands(signIn, shell, nextCode);
  const accessToken = shell.TOKEN ?? '';
  expect(expectStatus(await as({ accessToken }).get<Profile>('/me'), 200).id).toBe(id);

  await runCommands(recovery, shell, nextCode);
  await runCommands(setUp.split('\n\n')[1] ?? '', shell, nextCode);
  expect(shell.TOKEN).toMatch(/^eyJ/);
});
