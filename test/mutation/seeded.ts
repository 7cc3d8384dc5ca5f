import fc from 'fast-check';

// The same tests for every mutant, and in every run: a score that a lucky seed raised would fall again by itself.
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 1 });
