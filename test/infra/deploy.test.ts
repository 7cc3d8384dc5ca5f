import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRequest } from '../../cdktf/deploy/arguments.ts';
import { readOutputs } from '../../cdktf/deploy/outputs.ts';
import { startEmbedded } from '../../localstack/testing/embedded.ts';
import { createStandIns, REGISTRY_UNREACHABLE, type StandIns } from './stand-ins.ts';
import { ROOT } from './synthesized.ts';

describe('the command line', () => {
  it.each([
    ['no stage', [], {}, 'Which stage? For example: npm run deploy -- --stage dev'],
    ['a stage that is no name', ['--stage', 'Dev'], {}, 'STAGE is "Dev"; it must be a lower-case name'],
    ['a wrong setting', ['--stage', 'dev'], { LOG_LEVEL: 'loud' }, 'LOG_LEVEL is "loud"'],
    [
      'an option that there is not',
      ['--stage', 'dev', '--force'],
      {},
      'There is no option --force (see npm run',
    ],
    ['an option that is misspelt', ['--stag', 'dev'], {}, 'There is no option --stag; did you mean --stage?'],
    ['a setting that is misspelt', ['--stage', 'dev'], { LOGLEVEL: 'DEBUG' }, 'did you mean LOG_LEVEL?'],
    ['a pipeline of nobody', ['--stage', 'dev', '--pipeline'], {}, 'needs PIPELINE_REPOSITORY'],
    ['prod without a state in S3', ['--stage', 'prod'], {}, 'set TF_STATE_BUCKET'],
  ])('with %s says so in a sentence', (_, argv, environment, sentence) => {
    expect(() => readRequest('deploy', argv, environment)).toThrow(sentence);
  });

  it('says the stage to everything that is started', () => {
    expect(readRequest('deploy', ['--stage', 'qa'], { STAGE: 'dev' })).toMatchObject({
      environment: { STAGE: 'qa' },
      settings: { stage: 'qa' },
    });
  });

  it('for the stage local leads everything to the local AWS, whatever account the caller is in', () => {
    const caller = { AWS_PROFILE: 'mine', AWS_SESSION_TOKEN: 's', TF_STATE_BUCKET: 'states' };
    const request = readRequest('deploy', ['--stage', 'local'], caller);
    expect(request).toMatchObject({
      settings: { providerEndpoint: 'http://localhost:4566' },
      environment: { AWS_ENDPOINT_URL: 'http://localhost:4566', AWS_ACCESS_KEY_ID: 'test' },
    });
    expect(request).not.toHaveProperty('settings.remoteState');
    expect(request).toMatchObject({ environment: { AWS_PROFILE: undefined, AWS_SESSION_TOKEN: undefined } });
  });
});

describe.skipIf(process.platform === 'win32')('with stand-ins for terraform and npx', () => {
  let standIns: StandIns;

  beforeEach(() => {
    standIns = createStandIns();
    standIns.add('terraform', `[ "$1" = version ] && echo '{"terraform_version": "1.12.0"}'; exit 0`);
  });
  afterEach(() => standIns[Symbol.dispose]());

  it('deploys the five stacks by the pinned CLI, tells the outputs and keeps them for load and suites', async () => {
    await using aws = await startEmbedded({ services: ['sts'] });
    standIns.add(
      'npx',
      `echo "$@" >> "$CALLS"
while [ "$1" != --outputs-file ]; do shift; done
echo '{"api-local":{"api_url":"https://api","cross-stack-output-x":"y"},"identity-local":{"user_pool_id":"p","user_pool_client_id":"c"}}' > "$2"`,
    );
    const done = await standIns.run('deploy', ['--stage', 'local', '--yes'], {
      PROVIDER_ENDPOINT: aws.endpoint,
    });
    const file = path.join(standIns.folder, 'outputs', 'local.json');
    expect(done).toMatchObject({ status: 0, stderr: '' });
    expect(done.stdout).toMatch(/API +https:\/\/api\nUser pool +p\nClient +c\nAll outputs +\S+local\.json\n/);
    expect(done.stdout).toContain('The second plan is empty for every stack.');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      region: 'us-east-1',
      api_url: 'https://api',
      user_pool_id: 'p',
      user_pool_client_id: 'c',
    });
    const stacks = ['data', 'identity', 'approvals', 'api', 'monitoring'].map((name) => `${name}-local`);
    expect(standIns.calls()).toEqual([
      expect.stringMatching(
        new RegExp(
          `^--yes --package node@22\\.\\S+ --package cdktf-cli@0\\.21\\.0 -- cdktf deploy ${stacks.join(' ')} --auto-approve --outputs-file \\S+ --skip-synth --output `,
        ),
      ),
    ]);
  });

  it('changes nothing where nobody can be asked', async () => {
    await using aws = await startEmbedded({ services: ['sts'] });
    standIns.add('npx', 'echo "$@" >> "$CALLS"');
    const refused = await standIns.run('deploy', ['--stage', 'local'], { PROVIDER_ENDPOINT: aws.endpoint });
    expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining('say --yes') });
    expect(standIns.calls()).toEqual([]);
  });

  it('ends with a sentence when the registry cannot be reached', async () => {
    await using aws = await startEmbedded({ services: ['sts'] });
    standIns.add(
      'terraform',
      `[ "$1" = version ] && { echo '{"terraform_version": "1.12.0"}'; exit 0; }
${REGISTRY_UNREACHABLE}
exit 1`,
    );
    const failed = await standIns.run('deploy', ['--stage', 'local', '--yes'], {
      PROVIDER_ENDPOINT: aws.endpoint,
    });
    expect(failed).toMatchObject({
      status: 1,
      stderr:
        'The Terraform provider hashicorp/aws cannot be had, because registry.terraform.io cannot be reached (terraform init of data-local); nothing was changed.\n',
    });
  });

  it('asks for a Terraform that locks states in S3', async () => {
    standIns.add('terraform', `echo '{"terraform_version": "1.9.8"}'`);
    expect(await standIns.run('deploy', ['--stage', 'dev'])).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^Terraform 1\.9\.8 cannot lock a state in S3; 1\.10 or later is needed/),
    });
  });

  it('says what to start when no local AWS answers', async () => {
    const settings = { PROVIDER_ENDPOINT: 'http://127.0.0.1:9' };
    expect(await standIns.run('deploy', ['--stage', 'local'], settings)).toMatchObject({
      status: 1,
      stderr: 'Nothing answers as AWS at http://127.0.0.1:9: run `npm start` in another terminal first.\n',
    });
  });

  it.each([
    ['prod', ['--stage', 'prod'], 'This is prod: it is destroyed with --force-prod only.\n'],
    [
      'prod whose data is protected, by force',
      ['--stage', 'prod', '--force-prod'],
      'The data of prod is protected: deploy it with PROTECT_DATA=no first, then destroy it with PROTECT_DATA=no.\n',
    ],
  ])('does not destroy %s', async (_, args, stderr) => {
    expect(await standIns.run('destroy', args, { TF_STATE_BUCKET: 'states' })).toMatchObject({
      status: 1,
      stderr,
    });
  });

  it('passes Ctrl-C on once, waits for the end and says what it means', async () => {
    const end = path.join(standIns.folder, 'end');
    standIns.add(
      'npx',
      `trap 'echo interrupted >> "$CALLS"' INT; echo ready; while [ ! -e ${end} ]; do sleep 0.05; done`,
    );
    const script = `import { cdktf } from './cdktf/deploy/cdktf-cli.ts';
import { runCommand } from './cdktf/deploy/command.ts';
await runCommand(() => cdktf({ root: '.', output: 'o' }, ['deploy'], process.env));`;
    const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], {
      cwd: ROOT,
      env: standIns.environment(),
    });
    let output = '';
    const saying = (text: string) =>
      new Promise<void>((heard) => {
        child.stderr.on('data', () => output.includes(text) && heard());
      });
    child.stderr.on('data', (text) => {
      output += text;
    });
    const ended = new Promise((done) => child.once('close', done));
    child.stdout.once('data', () => child.kill('SIGINT'));
    // What it started would hold its output open: the end of the process alone is looked for.
    const gone = new Promise((done) => child.once('exit', done));
    await Promise.race([saying('Interrupted'), gone]);
    child.kill('SIGINT');
    await Promise.race([saying('Still ending'), gone]);
    writeFileSync(end, '');
    const status = await ended;
    expect(status).toBe(130);
    expect(output).toMatch(
      /Interrupted: what has begun.*\nStill ending; .*\ncdktf deploy was interrupted; .*\n$/s,
    );
    expect(standIns.calls()).toEqual(['interrupted']);
  });
});

it('outputs that are no JSON are named', () => {
  expect(() => readOutputs(path.join(ROOT, 'nowhere.json'))).toThrow(/nowhere\.json cannot be read/);
});
