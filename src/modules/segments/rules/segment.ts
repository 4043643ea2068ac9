import { sql } from '#platform/clickhouse/index.ts';
import { inSegment } from '../segment-condition.ts';
import type { RuleKind } from './rule-kind.ts';

/** In another segment, as that was computed just before. */
export const segment: RuleKind<'segment'> = {
  kind: 'segment',
  check: ({ segmentId }, known) =>
    known.segment(segmentId) ? [] : [{ where: '/segmentId', what: 'there is no such segment' }],
  compile({ frame: { scope } }, { segmentId }) {
    const holds = inSegment(scope, segmentId);
    return { on: 'state', holds, facts: { in: sql`toBool(${holds})` } };
  },
  uses: ({ segmentId }) => [segmentId],
};
