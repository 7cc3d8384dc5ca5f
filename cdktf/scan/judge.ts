/** One check of one resource, of one stack. */
export interface Finding {
  readonly check: string;
  readonly name: string;
  /** The stack's id and the resource's logical name: `data-prod/receipts_bucket_301EE986`. */
  readonly resource: string;
}

/** A check that does not apply to a resource, and the reason. */
export interface Skip {
  readonly check: string;
  readonly resource: string;
  readonly reason: string;
}

export interface Verdict {
  /** Failed without a recorded reason. */
  readonly unexplained: readonly Finding[];
  /** Has a recorded reason, but no longer fails. */
  readonly stale: readonly Skip[];
}

type Stack = {
  readonly resource?: Readonly<
    Record<string, Readonly<Record<string, { readonly '//'?: { readonly skip?: Record<string, string> } }>>>
  >;
};

/** The skips recorded at a stack's resources (see `skipCheck`). */
export function skipsOf(id: string, stack: Stack): Skip[] {
  return Object.values(stack.resource ?? {})
    .flatMap((named) => Object.entries(named))
    .flatMap(([name, resource]) =>
      Object.entries(resource['//']?.skip ?? {}).map(([check, reason]) => ({
        check,
        resource: `${id}/${name}`,
        reason,
      })),
    );
}

/** The failed checks of checkov's JSON report; `resource` has the type before the name, or the word resource. */
export function findingsOf(report: unknown): Finding[] {
  return [report].flat().flatMap((part) => {
    const { results } = part as {
      results?: {
        failed_checks: readonly {
          check_id: string;
          check_name: string;
          resource: string;
          file_path: string;
        }[];
      };
    };
    if (!results) throw new Error('The report of checkov has no results.');
    return results.failed_checks.map((failed) => ({
      check: failed.check_id,
      name: failed.check_name,
      resource: `${failed.file_path.split('/').at(-2)}/${failed.resource.split('.').at(-1)}`,
    }));
  });
}

/** Compares the findings with the skips: each failed check needs a reason, each reason a failed check. */
export function judge(findings: readonly Finding[], skips: readonly Skip[]): Verdict {
  const key = ({ check, resource }: { readonly check: string; readonly resource: string }) =>
    `${check} ${resource}`;
  const excused = new Set(skips.map(key));
  const failed = new Set(findings.map(key));
  return {
    unexplained: findings.filter((finding) => !excused.has(key(finding))),
    stale: skips.filter((skip) => !failed.has(key(skip))),
  };
}
