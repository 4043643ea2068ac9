import { BadInput } from '#kernel/errors.ts';
import { joinSql, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import type { PathsParams, PathsPoint } from '../paths.contract.ts';
import type { Node } from './build-sankey.ts';
import type { Label } from './path-codes.ts';

/** The result that a point is in. */
type Shown = {
  nodes: ReadonlyMap<string, Node>;
  labels: readonly Label[];
  params: Pick<PathsParams, 'direction' | 'depth'>;
};

/** Whether a path (a column, as `pathsOf` packs it) goes through a point. Throws BadInput for a node that is not there. */
export function pointCondition(shown: Shown, point: PathsPoint): Sql {
  if ('steps' in point) {
    const steps = point.steps.map((key) => nodeCondition(shown, key, 'steps'));
    return joinSql([...steps.map(({ is }) => is), endsAfter(Math.max(...steps.map(({ step }) => step)))], sql` AND `);
  }
  if ('source' in point) {
    const [source, target] = [
      nodeCondition(shown, point.source, 'source'),
      nodeCondition(shown, point.target, 'target'),
    ];
    return Math.abs(source.step - target.step) === 1 ? sql`${source.is} AND ${target.is}` : sql`0`;
  }
  const { step, is } = nodeCondition(shown, point.node, 'node');
  return point.ended ? sql`${is} AND ${endsAfter(step)}` : is;
}

/** What stands at a step, counted away from the anchor: 0 nothing, 1 none of the labels, else a label's place + 2. */
const at = (step: number): Sql => sql`bitAnd(bitShiftRight(path, ${p.uint(8 * step)}), 255)`;
const endsAfter = (step: number): Sql => sql`${at(step + 1)} = 0`;

function nodeCondition({ nodes, labels, params }: Shown, key: string, field: string): { step: number; is: Sql } {
  const node = nodes.get(key);
  if (!node) throw new BadInput('nobody went this way', [{ where: `/point/${field}`, what: 'is not in the result' }]);
  const step = params.direction === 'from' ? node.place : params.depth - 1 - node.place;
  const numberOf = (label: Label): number => labels.indexOf(label) + 2;
  if (node.label) return { step, is: sql`${at(step)} = ${p.uint(numberOf(node.label))}` };
  const named = [...nodes.values()].flatMap(({ place, label }) =>
    place === node.place && label ? [numberOf(label)] : [],
  );
  return { step, is: sql`${at(step)} != 0 AND ${at(step)} NOT IN ${p.uints([0, ...named])}` };
}
