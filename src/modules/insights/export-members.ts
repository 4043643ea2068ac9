import { listAttributeDefinitions } from '#modules/members/index.ts';
import type { AttributeDefinition } from '#modules/members/contract.ts';
import { csvLine } from '#platform/csv/index.ts';
import type { Scope } from '#platform/clickhouse/index.ts';
import { dressMembers } from './dress-members.ts';
import type { InsightServices } from './evaluate-community.ts';
import { peopleSets, segmentConditions, withPeopleSets } from './member-filter.ts';
import type { ExportQuery, MemberRow } from './members.contract.ts';
import { listMembers } from './members-list.read-model.ts';
import { insightMessages } from './messages/index.ts';

/** Rows read at once: what an export keeps in memory, however long it is. */
const PAGE = 5_000;

type Language = ExportQuery['language'];
type Column = { heading: Record<Language, string>; cell(row: MemberRow): string | number | null };

const column = (zh: string, en: string, cell: Column['cell']): Column => ({ heading: { 'zh-CN': zh, en }, cell });

function columnsOf(language: Language, attributes: readonly AttributeDefinition[]): Column[] {
  const words = insightMessages(language);
  return [
    column('成员编号', 'Member id', (row) => row.memberId),
    column('名字', 'Name', (row) => row.name),
    column('平台账号', 'Account', (row) => row.member),
    column('平台', 'Platforms', (row) => row.platforms.join('; ')),
    column('分层', 'Tier', (row) => words.tiers[row.tier].name),
    column('沉默类型', 'Kind of silence', (row) => row.silentKind && words.silentKinds[row.silentKind].name),
    column('价值', 'Value', (row) => row.value && words.valueCells[row.value].name),
    column('加入', 'Joined', (row) => row.joined),
    column('最近活跃', 'Last active', (row) => row.lastActive),
    column('28 天活跃天数', 'Active days in 28', (row) => row.activeDays28),
    column('28 天贡献次数', 'Contributions in 28 days', (row) => row.contributions28),
    column('一年贡献值', 'Weight in a year', (row) => row.weight365),
    column('影响力', 'Influence', (row) => row.influence),
    column('标签', 'Tags', (row) => row.tags.join('; ')),
    ...attributes.map(({ key, name, nameEn }) =>
      column(name, nameEn || name, ({ attributes: held }) => {
        const value = held[key];
        return Array.isArray(value) ? value.join('; ') : typeof value === 'number' ? value : String(value ?? '');
      }),
    ),
  ];
}

export type ExportOrder = { scope: Scope; evaluationId: string; query: ExportQuery; signal: AbortSignal };

/**
 * Every member of a filter as CSV (UTF-8 with a byte order mark, so that spreadsheets read Chinese), a page at a time:
 * memory does not grow with the length, and a slow reader holds no statement open. All pages are of one evaluation.
 */
export async function* exportMembers(
  services: InsightServices,
  { scope, evaluationId, query, signal }: ExportOrder,
): AsyncGenerator<string> {
  const { database, engine } = services;
  const { workspaceId, communityId } = scope;
  const { sets, attributes, inSegment } = await database.inWorkspace(workspaceId, async (tx) => ({
    sets: await peopleSets(tx, communityId, query),
    inSegment: await segmentConditions(services, tx, scope, query),
    attributes: (await listAttributeDefinitions(tx, communityId)).filter(({ hidden }) => !hidden),
  }));
  const columns = columnsOf(query.language, attributes);
  yield `\uFEFF${csvLine(columns.map(({ heading }) => heading[query.language]))}`;
  const place: { cursor?: string } = {};
  do {
    signal.throwIfAborted();
    const page = await withPeopleSets(engine, scope, sets, (conditions) =>
      listMembers(engine, scope, evaluationId, { ...query, ...place, limit: PAGE }, [...conditions, ...inSegment]),
    );
    const rows = await database.inWorkspace(workspaceId, (tx) => dressMembers(tx, communityId, page.rows));
    yield rows.map((row) => csvLine(columns.map(({ cell }) => cell(row)))).join('');
    place.cursor = page.nextCursor ?? undefined;
  } while (place.cursor !== undefined);
}
