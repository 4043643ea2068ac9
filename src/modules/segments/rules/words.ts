import { derivedId } from '#kernel/ids.ts';
import { inScope, p, sql } from '#platform/clickhouse/index.ts';
import { RULE_LIMITS } from '../rule.contract.ts';
import type { RuleKind } from './rule-kind.ts';
import { daysOf, edgesOf, inDays } from './tests.ts';

/** Wrote words of a list, in so many texts at least. Texts are read for days that are kept, up to a limit of days. */
export const words: RuleKind<'words'> = {
  kind: 'words',
  check({ span }) {
    const days = 'lastDays' in span ? span.lastDays : (Date.parse(span.to) - Date.parse(span.from)) / 86_400_000 + 1;
    const what = `too large: texts are searched for up to ${RULE_LIMITS.textDays} days`;
    return days > RULE_LIMITS.textDays ? [{ where: '/span', what }] : [];
  },
  edges: ({ span }) => edgesOf(span),
  compile({ today, frame: { scope } }, clause) {
    const { match, times, span } = clause;
    const window = daysOf(span, today);
    const hits = sql`arrayCount(word -> positionCaseInsensitiveUTF8(text, word) > 0, ${p.strings([...new Set(clause.words)])})`;
    const found = match === 'any' ? sql`${hits} > 0` : sql`${hits} = ${p.uint(new Set(clause.words).size)}`;
    return {
      on: `texts:${derivedId(JSON.stringify(clause))}`,
      ...window,
      columns: ['day'],
      where: sql`(${inDays(window)} AND (day, account_id, event_id, version) IN
        (SELECT day, account_id, event_id, version FROM event_texts
         WHERE ${inScope(scope)} AND ${inDays(window)} AND is_deleted = 0 AND text != '' AND ${found}))`,
      values: { texts: sql`count()` },
      holds: ({ texts }) => sql`${texts!} >= ${p.uint(times)}`,
      absent: false,
      facts: ({ texts }) => ({ texts: texts! }),
    };
  },
};
