import { text } from 'node:stream/consumers';
import yauzl from 'yauzl';
import type { ServerProcess } from '../faults/server-process.ts';

/** What a route answered. */
export type Answer = { status: number; body: unknown };

type Spec = { paths: Record<string, { get?: { parameters?: { in: string; required?: boolean; name: string }[] } }> };

/** Answers that are about the process, not about the data, or for members alone; a stream never ends. */
const LEFT_OUT = /^\/(healthz|readyz|metrics)$|openapi|\/progress$|\/live$|\/stream$|^\/api\/m\//;

/** What differs between two servers with the same data: when a token, session or somebody was last seen, who asks. */
const OF_THE_MOMENT = new Set(['lastUsedAt', 'lastSeenAt', 'requestId', 'instance', 'ipAddress', 'userAgent']);

const MEMBERS_SEEN = 6;

function settled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(settled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !OF_THE_MOMENT.has(name))
      .map(([name, inner]) => [name, settled(inner)]),
  );
}

/** JSON without what is of the moment, the files of an archive by name, else the text. */
async function bodyOf(response: Response): Promise<unknown> {
  const type = response.headers.get('content-type') ?? '';
  if (type.includes('json')) return settled(await response.json());
  return type === 'application/zip' ? unzip(Buffer.from(await response.arrayBuffer())) : response.text();
}

async function unzip(archive: Buffer): Promise<Record<string, string>> {
  const opened = await yauzl.fromBufferPromise(archive);
  const files: Record<string, string> = {};
  for await (const entry of opened.eachEntry())
    files[entry.fileName] = await text(await opened.openReadStreamPromise(entry));
  return files;
}

type Page = { rows: { memberId: string }[]; nextCursor: string | null };

/**
 * Asks a server every route that reads, for a community: each page of its members, portraits and timelines of some of
 * them, imports, groups, sites and files, whatever the OpenAPI document lists. Gives the answers by address, and the
 * addresses that could not be made for want of an id.
 */
export async function everyFigure(
  server: ServerProcess,
  headers: Record<string, string>,
  communityId: string,
): Promise<{ answers: Map<string, Answer>; skipped: string[] }> {
  const answers = new Map<string, Answer>();
  const ask = async (path: string): Promise<Answer> => {
    const known = answers.get(path);
    if (known) return known;
    const response = await fetch(server.address + path, { headers });
    const answer = { status: response.status, body: await bodyOf(response) };
    answers.set(path, answer);
    return answer;
  };
  const spec = (await fetch(`${server.address}/api/v1/openapi.json`, { headers }).then((answer) =>
    answer.json(),
  )) as Spec;
  const base = `/api/v1/communities/${communityId}`;
  const members: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const { body } = await ask(`${base}/members?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    const page = body as Page;
    members.push(...page.rows.map(({ memberId }) => memberId));
    cursor = page.nextCursor;
  }
  const listed = async (path: string, name: string, key = 'id'): Promise<string[]> => {
    const { body } = await ask(path);
    const list = (body as Record<string, Record<string, string>[]>)[name];
    if (!list) throw new Error(`${path} gives no ${name}: ${JSON.stringify(body)}`);
    return list.map((one) => one[key]!);
  };
  const step = Math.max(1, Math.floor(members.length / MEMBERS_SEEN));
  const community = (await ask(base)).body as Record<string, unknown>;
  const ids: Record<string, readonly string[]> = {
    communityId: [communityId],
    memberId: members.filter((_, index) => index % step === 0),
    otherId: members.slice(1, 2),
    bulkId: await listed(`${base}/bulk-actions`, 'actions'),
    importId: await listed(`${base}/imports`, 'imports'),
    day: await listed(`${base}/network/months`, 'months', 'day'),
    segmentId: await listed(`${base}/segments`, 'segments'),
    analysisId: await listed(`${base}/analyses`, 'analyses'),
    dashboardId: await listed(`${base}/dashboards`, 'dashboards'),
    reportId: await listed(`${base}/reports`, 'reports'),
    objectiveId: await listed(`${base}/objectives`, 'objectives'),
    operatorId: await listed('/api/v1/team', 'seats', 'operatorId'),
    connectionId: await listed('/api/v1/connections', 'connections'),
    deliveryId: await listed(`${base}/deliveries`, 'deliveries'),
    ruleId: await listed(`${base}/reactions`, 'rules'),
    violationId: await listed(`${base}/violations`, 'violations'),
    relayId: await listed(`${base}/relays`, 'sessions'),
    badgeId: await listed(`${base}/badges`, 'badges'),
    boardId: await listed(`${base}/leaderboards`, 'boards'),
    questionId: await listed(`${base}/exam-questions`, 'questions'),
    paperId: await listed(`${base}/exam-papers`, 'papers'),
    attemptId: await listed(`${base}/exam-attempts`, 'attempts'),
    rewardId: await listed(`${base}/rewards`, 'rewards'),
    orderId: await listed(`${base}/reward-orders`, 'orders'),
    budgetId: await listed(`${base}/budgets`, 'budgets'),
    fileId: [...new Set(JSON.stringify(community).match(/\b[0-9a-f]{64}\b/g))],
  };
  const skipped: string[] = [];
  for (const [path, { get }] of Object.entries(spec.paths)) {
    if (!get || LEFT_OUT.test(path)) continue;
    const needs = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
    const asks = get.parameters?.some((one) => one.in === 'query' && one.required === true) === true;
    if (asks || needs.some((name) => ids[name] === undefined)) skipped.push(path);
    else await Promise.all(addresses(path, needs, ids).map(ask));
  }
  return { answers, skipped };
}

/** The path with every combination of ids. */
function addresses(path: string, needs: readonly string[], ids: Record<string, readonly string[]>): string[] {
  return needs.reduce(
    (found, name) => found.flatMap((one) => ids[name]!.map((id) => one.replace(`{${name}}`, id))),
    [path],
  );
}
