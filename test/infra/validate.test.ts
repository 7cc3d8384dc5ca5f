import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStandIns, REGISTRY_UNREACHABLE, type StandIns } from './stand-ins.ts';

const STACKS = ['api', 'approvals', 'data', 'identity', 'monitoring', 'pipeline'].map(
  (name) => `${name}-prod`,
);
const UNREACHABLE =
  'Not checked: The Terraform provider hashicorp/aws cannot be had, because registry.terraform.io cannot be reached (terraform init of api-prod); no stack was validated.\n';

describe.skipIf(process.platform === 'win32')('npm run check:terraform', () => {
  let standIns: StandIns;

  /** A Terraform that does these things for `init` and `validate`, in shell, and nothing else. */
  function terraform(commands: { readonly init?: string; readonly validate?: string }): void {
    standIns.add(
      'terraform',
      `case "$1" in
version) echo '{"terraform_version": "1.12.0"}' ;;
init) test -f cdk.tf.json || exit 9; ${commands.init ?? 'true'} ;;
validate) echo "$(basename "$PWD")" >> "$CALLS"; ${commands.validate ?? 'true'} ;;
esac`,
    );
  }

  beforeEach(() => {
    standIns = createStandIns();
  });
  afterEach(() => standIns[Symbol.dispose]());

  it('lets Terraform look at every stack, that of the pipeline too', async () => {
    terraform({});
    expect(await standIns.run('validate', [])).toEqual({
      status: 0,
      stdout: `Terraform 1.12.0 finds ${STACKS.join(', ')} valid.\n`,
      stderr: '',
    });
    expect(standIns.calls()).toEqual(STACKS);
  });

  it.each([[[]], [['--allow-missing']]])('fails on a stack that is not valid, with %j', async (args) => {
    terraform({
      validate: `case "$PWD" in */data-prod) echo 'Error: Unsupported argument' >&2; exit 1 ;; esac`,
    });
    expect(await standIns.run('validate', args)).toEqual({
      status: 1,
      stdout: '',
      stderr: 'data-prod: Error: Unsupported argument\nNot valid: data-prod; see above.\n',
    });
  });

  it('is neither passed nor failed where the provider cannot be had', async () => {
    terraform({ init: `${REGISTRY_UNREACHABLE}; exit 1` });
    expect(await standIns.run('validate', [])).toEqual({ status: 3, stdout: '', stderr: UNREACHABLE });
  });

  it('passes where the provider cannot be had and that is allowed, and says so all the same', async () => {
    terraform({ init: `${REGISTRY_UNREACHABLE}; exit 1` });
    expect(await standIns.run('validate', ['--allow-missing'])).toEqual({
      status: 0,
      stdout: '',
      stderr: UNREACHABLE,
    });
  });

  it('is not passed by --allow-missing where Terraform refuses to look at a stack', async () => {
    terraform({ init: `echo 'Error: Invalid version constraint' >&2; exit 1` });
    expect(await standIns.run('validate', ['--allow-missing'])).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'Terraform says: Invalid version constraint (terraform init of api-prod); no stack was validated.\n',
    });
  });

  it('names Terraform where there is none', async () => {
    const run = await standIns.run('validate', [], { PATH: '' });
    expect(run).toMatchObject({
      status: 3,
      stderr: 'Not checked: terraform cannot be started: is it on the PATH?\n',
    });
  });
});
