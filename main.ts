import { App } from 'cdktf';
import { loadSettings } from './cdktf/settings.ts';
import { DataStack } from './cdktf/stacks/data.ts';

const settings = loadSettings(process.env);
const app = new App({ stackTraces: false });

new DataStack(app, settings);

app.synth();
