import { App } from 'cdktf';
import { build } from './cdktf/build.ts';
import { requireSettings, type Settings } from './cdktf/settings.ts';
import { ApiStack } from './cdktf/stacks/api.ts';
import { ApprovalsStack } from './cdktf/stacks/approvals.ts';
import { DataStack } from './cdktf/stacks/data.ts';
import { IdentityStack } from './cdktf/stacks/identity.ts';
import { MonitoringStack } from './cdktf/stacks/monitoring.ts';
import { PipelineStack } from './cdktf/stacks/pipeline.ts';

/**
 * Builds the Lambdas, and writes the Terraform of every stack of one deployment.
 * @param folder the output folder; default: CDKTF_OUTDIR, or else `cdktf.out`
 * @throws the errors of esbuild, which name file and line
 */
export async function synthesizeStacks(settings: Settings, folder?: string): Promise<void> {
  await build();
  const app = new App({ stackTraces: false, ...(folder !== undefined && { outdir: folder }) });

  const data = new DataStack(app, settings);
  const identity = new IdentityStack(app, settings, { data });
  const approvals = new ApprovalsStack(app, settings, { data });
  const api = new ApiStack(app, settings, { data, identity, approvals });
  new MonitoringStack(app, settings, { data, identity, approvals, api });
  if (settings.pipeline) new PipelineStack(app, settings, settings.pipeline);

  app.synth();
}

if (import.meta.main) await synthesizeStacks(requireSettings(process.env));
