import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest, longest first: begun last, one of them alone would keep a worker waiting at the end. */
const HEAVY = [
  'e2e/operations/backup',
  'e2e/console/accessibility',
  'e2e/member/member-pages',
  'testkit/oracle/oracle',
  'e2e/operations/split-roles',
  'e2e/bad-input/commands',
  'e2e/bad-input/disk-full',
  'src/app/report/run-report',
  'e2e/console/console',
  'e2e/faults/kill-everything',
  'testkit/queries/recorded-queries',
  'src/modules/insights/evaluate',
  'src/app/tenant-isolation',
  'src/modules/segments/recompute-segments',
  'src/modules/segments/segments-http',
  'src/platform/clickhouse/supervisor',
  'src/modules/analyses/decline/decline',
];

const place = ({ moduleId }: TestSpecification): number => {
  const at = HEAVY.findIndex((part) => moduleId.includes(`/${part}.test.`));
  if (at >= 0) return at;
  return HEAVY.length + (moduleId.includes('/e2e/') ? 0 : 1);
};

/** Order of test files in a fresh clone, where nothing is known yet of how long each takes. */
export class HeavyFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}
