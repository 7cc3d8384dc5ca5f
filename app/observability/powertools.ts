import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics as EmfMetrics } from '@aws-lambda-powertools/metrics';
import type { Log, Metrics } from './observability.ts';
import { createTraces, type Traces } from './traces.ts';
import { createXRaySender } from './xray-daemon.ts';

/** Logs and metrics of a Lambda function, as CloudWatch reads them from its output. */
export interface Observability {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly traces: Traces;
  /** Begins an invocation: sets the request id of its log entries, and its trace. */
  begin(requestId: string, traceHeader: string | undefined): void;
  /** Ends an invocation: writes its metrics and its trace. */
  flush(): void;
}

/** Powertools' logger (JSON lines) and metrics (embedded metric format), set up by the POWERTOOLS_ variables. */
export function createObservability(stage: string, traceDaemon: string | undefined): Observability {
  const logger = new Logger({ persistentKeys: { stage } });
  const traces = createTraces(createXRaySender(traceDaemon), Date.now);
  const emf = new EmfMetrics({ defaultDimensions: { stage } });
  return {
    log: {
      info: (message, details = {}) => logger.info(message, details),
      warn: (message, details = {}) => logger.warn(message, details),
      error: (message, details = {}) => logger.error(message, details),
    },
    metrics: {
      count: (name, by = 1) => emf.addMetric(name, 'Count', by),
      countBy(name, dimension, value) {
        emf.addMetric(name, 'Count', 1);
        // A separate entry, because a dimension applies to every metric of its entry.
        emf.singleMetric().addDimension(dimension, value).addMetric(name, 'Count', 1);
      },
      measure: (name, value, unit) => emf.addMetric(name, unit, value),
    },
    traces,
    begin(requestId, traceHeader) {
      traces.begin(traceHeader);
      logger.resetKeys();
      logger.appendKeys({ function_request_id: requestId });
    },
    flush() {
      if (emf.hasStoredMetrics()) emf.publishStoredMetrics();
      traces.flush();
    },
  };
}
