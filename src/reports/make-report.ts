import { atRisk } from "./at-risk.ts";
import { caseload } from "./caseload.ts";
import { changes } from "./changes.ts";
import { employers } from "./employers.ts";
import { funnel } from "./funnel.ts";
import type { ReportKind } from "./kind.ts";
import { organisationOf } from "./people.ts";
import { placements } from "./placements.ts";
import type { Report, ReportName, ReportOptions, ReportSource, Threshold } from "./report.ts";
import { timeInStage } from "./time-in-stage.ts";
import { weekly } from "./weekly.ts";

/** Every report, by the name that `startRun` gives it. */
export const reportKinds: { readonly [name in ReportName]: ReportKind } = {
  funnel,
  "time-in-stage": timeInStage,
  "at-risk": atRisk,
  weekly,
  employers,
  caseload,
  placements,
  changes,
};

/** Counts what a report says. A threshold that a person set to what is no number of 0 or more counts as it is by itself. */
export function makeReport(name: ReportName, source: ReportSource, options: ReportOptions): Report {
  const { title, make, thresholds: byDefault } = reportKinds[name];
  const thresholds = byDefault.map((one): Threshold => {
    const value = options.thresholds[one.name];
    return value !== undefined && Number.isFinite(value) && value >= 0 ? { ...one, value } : one;
  });
  const limit = (wanted: string) => thresholds.find((one) => one.name === wanted)?.value ?? 0;
  const body = make(organisationOf(source, options), limit);
  return { report: name, title, asOf: options.asOf, thresholds, ...body };
}
