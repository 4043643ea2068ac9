import { sql } from 'kysely';
import { BadInput, type InputFault } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { type Content, contentSchema } from '#modules/connections/index.ts';
import { faultsOf } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { choiceForbids, readChoices } from './choices.ts';
import { UnknownVariable } from './errors.ts';
import type { DeliveryItem, DeliveryOrder, Language, MessageToSend, Prepared } from './order.ts';
import { getSettings } from './settings-store.ts';
import { fillContent, usedVariables, variableFaults } from './templates/fill-content.ts';
import { knownVariables, readValues, type Values } from './templates/variables.ts';
import { readWords, type TemplateWords } from './templates/template-store.ts';
import { wordsIn } from './templates/words-in.ts';

const HOUR = 3_600_000;
/** How long a delivery is worth sending, in milliseconds, unless the item says. */
const LASTS = { answer: HOUR, service: 7 * 24 * HOUR, promotion: 30 * 24 * HOUR } as const;

/**
 * What an order comes to before anything is planned or written: each item filled in, with who it goes to, its times, and
 * whether it is left out because of what the member chose; undefined for duplicates of others. Throws UnknownVariable,
 * NotFound for a template that is not there, BadInput for an order that makes no sense.
 */
export async function prepareItems(tx: Tx, order: DeliveryOrder, now: number): Promise<(Prepared | undefined)[]> {
  checkOrder(order);
  const { communityId, purpose, items } = order;
  const fresh = await dropDuplicates(tx, communityId, items);
  const members = await findMembers(tx, communityId, fresh);
  const messages = await prepareMessages(tx, communityId, fresh, members);
  const choices = purpose === 'answer' ? undefined : await readChoices(tx, [...new Set(members.values())]);
  const { consentNeeded } = await getSettings(tx, communityId);
  const kept = new Set(fresh);
  return items.map((item) => {
    if (!kept.delete(item)) return undefined;
    const memberId = members.get(item) ?? null;
    const { content, kind, fault } = messages(item);
    const forbidden = memberId === null ? undefined : choiceForbids(choices?.get(memberId), { purpose, consentNeeded });
    const notBefore = Math.max(item.notBefore ?? now, 0);
    const outcome =
      fault !== undefined
        ? { fate: 'failed' as const, reason: 'failed', detail: fault }
        : forbidden
          ? { fate: 'suppressed' as const, reason: forbidden, detail: '' }
          : { fate: item.confirm ? ('confirming' as const) : ('queued' as const), reason: '', detail: '' };
    return {
      id: newId(now),
      item,
      memberId,
      content,
      kind,
      notBefore,
      expiresAt: item.expiresAt ?? Math.max(notBefore, now) + LASTS[purpose],
      ...outcome,
      atOnce: purpose === 'answer' || item.stream !== undefined || item.ticket !== undefined,
    };
  });
}

function checkOrder({ priority, items }: DeliveryOrder): void {
  const fault = (where: string, what: string) => new BadInput(`${where}: ${what}`, [{ where, what }]);
  if (!Number.isInteger(priority) || priority < 0 || priority > 9) throw fault('/priority', 'is not one of 0 to 9');
  for (const [at, { dedupeKey, to, expiresAt, notBefore }] of items.entries()) {
    if (dedupeKey === '' || dedupeKey.length > 400) throw fault(`/items/${at}/dedupeKey`, 'has 1 to 400 characters');
    if (to.id === '' || to.id.length > 400) throw fault(`/items/${at}/to/id`, 'has 1 to 400 characters');
    if (expiresAt !== undefined && notBefore !== undefined && expiresAt <= notBefore)
      throw fault(`/items/${at}/expiresAt`, 'lies before it may be sent');
  }
}

/** The items whose key nobody used, the first of each. */
async function dropDuplicates(tx: Tx, communityId: string, items: readonly DeliveryItem[]): Promise<DeliveryItem[]> {
  const first = new Map<string, DeliveryItem>();
  for (const item of items) if (!first.has(item.dedupeKey)) first.set(item.dedupeKey, item);
  const { rows } = await sql<{ key: string }>`
    SELECT dedupe_key AS key FROM deliveries
    WHERE community_id = ${communityId} AND dedupe_key = ANY(${[...first.keys()]}::text[])
  `.execute(tx);
  for (const { key } of rows) first.delete(key);
  return [...first.values()];
}

/** Who each item goes to, where the community knows them: as the item says, or the one account of that id. */
async function findMembers(
  tx: Tx,
  communityId: string,
  items: readonly DeliveryItem[],
): Promise<Map<DeliveryItem, string>> {
  const given = [...new Set(items.flatMap(({ memberId }) => memberId ?? []))];
  const unnamed = items.filter(({ memberId, to }) => memberId === undefined && to.kind === 'person');
  const ids = [...new Set(unnamed.map(({ to }) => to.id))];
  const known = await sql<{ id: string }>`
    SELECT id FROM members WHERE community_id = ${communityId} AND id = ANY(${given}::uuid[])
  `.execute(tx);
  const byAccount =
    ids.length === 0
      ? []
      : (
          await sql<{ external: string; member: string }>`
            SELECT external_id AS external, min(member_id::text) AS member FROM accounts
            WHERE community_id = ${communityId} AND external_id = ANY(${ids}::text[])
            GROUP BY external_id HAVING count(DISTINCT member_id) = 1
          `.execute(tx)
        ).rows;
  const there = new Set(known.rows.map(({ id }) => id));
  const accounts = new Map(byAccount.map(({ external, member }) => [external, member]));
  const found = new Map<DeliveryItem, string>();
  for (const item of items) {
    const id =
      item.memberId === undefined
        ? item.to.kind === 'person'
          ? accounts.get(item.to.id)
          : undefined
        : there.has(item.memberId)
          ? item.memberId
          : undefined;
    if (id !== undefined) found.set(item, id);
  }
  return found;
}

type Filled = { content: string; kind: Content['kind']; fault?: string };

/** Fills in what the items say; looks up what their variables need, once for all of them. */
async function prepareMessages(
  tx: Tx,
  communityId: string,
  items: readonly DeliveryItem[],
  members: ReadonlyMap<DeliveryItem, string>,
): Promise<(item: DeliveryItem) => Filled> {
  const words = await readWords(tx, communityId, [
    ...new Set(items.flatMap(({ message }) => ('templateId' in message ? message.templateId : []))),
  ]);
  const literal = new Map<Content, Filled>();
  const filled = items.filter(({ message }) => 'templateId' in message || message.variables !== undefined);
  const values = filled.length === 0 ? undefined : await valuesFor(tx, communityId, filled, { words, members });
  return (item) => {
    const { content, variables } = contentOf(item, words);
    if (variables === undefined) {
      let known = literal.get(content);
      if (!known) literal.set(content, (known = { content: JSON.stringify(content), kind: content.kind }));
      return known;
    }
    const ofMember = values!.of(members.get(item) ?? null);
    const made = fillContent(content, (name) => variables[name] ?? ofMember(name));
    const checked = contentSchema.safeParse(made);
    if (checked.success) return { content: JSON.stringify(checked.data), kind: content.kind };
    const [first] = faultsOf(checked.error, 'content');
    return {
      content: JSON.stringify(content),
      kind: content.kind,
      fault: `${first!.where}: ${first!.what}, once its variables are filled in`,
    };
  };
}

type Parts = {
  words: ReadonlyMap<string, TemplateWords>;
  members: ReadonlyMap<DeliveryItem, string>;
};

/** The content of an item in its language, else in the other, and what it is filled with; undefined: it is literal. */
function contentOf(
  { message, language = 'zh-CN' }: Pick<DeliveryItem, 'message' | 'language'>,
  words: Parts['words'],
): { content: Content; variables: Readonly<Record<string, string>> | undefined; declared: readonly string[] } {
  if (!('templateId' in message))
    return { content: message.content, variables: message.variables, declared: Object.keys(message.variables ?? {}) };
  const template = words.get(message.templateId)!;
  return {
    content: wordsIn(template, language),
    variables: message.variables ?? {},
    declared: template.variables,
  };
}

/** Checks the variables of what is filled, each content once, and looks up the values of those that members have. */
async function valuesFor(
  tx: Tx,
  communityId: string,
  items: readonly DeliveryItem[],
  { words, members }: Parts,
): Promise<Values> {
  const known = new Set((await knownVariables(tx, communityId)).map(({ name }) => name));
  const checked = new Set<Content>();
  const faults: InputFault[] = [];
  const used = new Set<string>();
  for (const [at, item] of items.entries()) {
    const { content, declared, variables } = contentOf(item, words);
    if (checked.has(content)) continue;
    checked.add(content);
    const root = `/items/${at}/message/content`;
    faults.push(...variableFaults(content, new Set([...known, ...declared]), root));
    for (const { name, fallback, where } of usedVariables(content)) {
      used.add(name);
      if (declared.includes(name) && variables?.[name] === undefined && fallback === undefined)
        faults.push({ where: `${root}${where}`, what: `{{${name}}} was not given and has no fallback` });
    }
  }
  if (faults.length > 0) throw new UnknownVariable(faults);
  return readValues(tx, { communityId, used, memberIds: [...new Set(members.values())] });
}

/** Throws UnknownVariable for a message whose variables nobody knows; what a route can say before it looks for anybody. */
export async function checkMessage(
  tx: Tx,
  communityId: string,
  message: MessageToSend,
  language?: Language,
): Promise<void> {
  const item: DeliveryItem = {
    connectionId: '',
    to: { kind: 'public', id: '' },
    message,
    language,
    dedupeKey: 'check',
  };
  await prepareMessages(tx, communityId, [item], new Map());
}
