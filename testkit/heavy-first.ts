import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take longest, longest first: begun last, one of them alone would keep a worker waiting at the end. One that
 * needs the told story stands among the first three: others would only wait until it is told.
 */
const HEAVY = [
  'e2e/operations/backup',
  'e2e/console/accessibility',
  'e2e/operations/split-roles',
  'e2e/member/member-pages',
  'src/app/report/run-report',
  'e2e/console/console',
  'e2e/faults/kill-everything',
  'e2e/bad-input/commands',
  'e2e/console/tour',
  'e2e/bad-input/disk-full',
  'e2e/console/communities',
  'e2e/console/segments',
  'e2e/console/analyses',
  'e2e/console/members',
  'testkit/queries/recorded-queries',
  'e2e/console/team',
  'e2e/bad-input/start',
  'e2e/console/irc',
  'testkit/oracle/oracle',
  'src/modules/insights/evaluate',
  'src/app/erase-restore',
  'src/app/erase-member',
  'src/platform/clickhouse/supervisor',
  'src/app/erase-everywhere',
  'src/app/tenant-isolation',
  'src/modules/reports/reports',
  'src/modules/events/convergence',
  'src/modules/segments/recompute-segments',
  'src/app/load-demo',
  'src/modules/events/inbox/inbox',
  'src/modules/segments/rules',
  'src/modules/segments/segments-http',
  'src/modules/analyses/decline/decline',
  'src/modules/identity/policy',
  'src/modules/events/undo-import',
  'src/platform/postgres/start-postgres',
  'src/modules/events/erase-events',
  'src/modules/analyses/analyses-http',
  'src/modules/levels/evaluate-levels',
  'src/connectors/email/mailbox',
  'src/modules/events/inbox/engine-kill',
  'src/modules/delivery/delivery-worker',
  'src/app/start-app',
  'src/modules/insights/portrait',
  'src/modules/credit/credit',
];

/** Files that have a process each come first: those that share one follow each other in it, to the end. */
function place({ moduleId, project }: TestSpecification): number {
  const at = HEAVY.findIndex((part) => moduleId.includes(`/${part}.test.`));
  const rank = at < 0 ? HEAVY.length : at;
  return project.config.isolate ? rank : HEAVY.length + 1 + rank;
}

/** Order of test files in a fresh clone, where nothing is known yet of how long each takes. */
export class HeavyFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}
