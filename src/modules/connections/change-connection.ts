import { getCommunity } from '#modules/communities/index.ts';
import { type Actor, recordChange } from '#modules/identity/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import {
  changeConnection,
  type Connection,
  connectorOf,
  deleteConnection,
  getSealedConnection,
  insertConnection,
  setPaused,
} from './connection-store.ts';
import type { ContextParts } from './connector-contexts.ts';
import type { ConnectionUpdate, LimitOverrides, NewConnection } from './contract.ts';
import { checkOverrides } from './limits-in-force.ts';
import { openSecrets, sealSecrets } from './sealed-secrets.ts';
import { checkSettings, mergeSettings } from './settings-form.ts';

type Parts = Pick<ContextParts, 'connectors' | 'secrets' | 'clock'>;

/** What the trail shows of a connection: no secrets, only whether they were given anew. */
const trailOf = ({ name, communityId, zone, settings, ownLimits, paused }: Connection, secretsGiven?: string[]) => ({
  name,
  communityId,
  zone,
  settings,
  limits: ownLimits,
  paused,
  ...(secretsGiven && secretsGiven.length > 0 && { secretsGiven }),
});

const subjectOf = ({ id, name }: Pick<Connection, 'id' | 'name'>) => ({ kind: 'connection', id, label: name });

/** Makes a connection, about to be opened. BadInput for settings that are incomplete or wrong; NotFound for the connector. */
export async function createConnection(
  parts: Parts,
  tx: Tx,
  actor: Actor,
  { connector: connectorId, name, communityId = null, zone, settings }: NewConnection,
): Promise<Connection> {
  const connector = connectorOf(parts.connectors, connectorId);
  const split = mergeSettings(connector, settings);
  checkSettings(connector, split);
  const community = communityId === null ? undefined : await getCommunity(tx, communityId);
  const fields = {
    connector: connectorId,
    name,
    communityId,
    zone: zone ?? community?.zone ?? 'Asia/Shanghai',
    settings: split.open,
  };
  const id = await insertConnection(tx, actor.workspaceId, fields, {
    seal: (made) => sealSecrets(parts.secrets, made, split.secrets),
    now: new Date(parts.clock.now()),
  });
  const made = await getSealedConnection(tx, parts.connectors, id);
  const after = trailOf(made, Object.keys(split.secrets));
  await recordChange(tx, actor, { action: 'connections.create', subject: subjectOf(made), after });
  return made;
}

/** Changes what is given. New settings open it anew, also one that was refused or whose token had been withdrawn. */
export async function updateConnection(
  parts: Parts,
  tx: Tx,
  { actor, id }: { actor: Actor; id: string },
  { settings, communityId, ...fields }: ConnectionUpdate,
): Promise<Connection> {
  const before = await getSealedConnection(tx, parts.connectors, id);
  if (communityId) await getCommunity(tx, communityId);
  const connector = connectorOf(parts.connectors, before.connector);
  const where = { workspaceId: actor.workspaceId, id, now: new Date(parts.clock.now()) };
  const kept = { open: before.settings, secrets: openSecrets(parts.secrets, before) };
  const split = settings && mergeSettings(connector, settings, kept);
  if (split) checkSettings(connector, split);
  const reopens = split !== undefined && JSON.stringify(split) !== JSON.stringify(kept);
  await changeConnection(tx, where, {
    ...fields,
    ...(communityId !== undefined && { communityId }),
    ...(split && { settings: split.open, secrets: sealSecrets(parts.secrets, id, split.secrets) }),
    reopens: reopens || (fields.zone !== undefined && fields.zone !== before.zone),
  });
  if (reopens && before.pausedFor === 'revoked') await setPaused(tx, where, null);
  const after = await getSealedConnection(tx, parts.connectors, id);
  const given = split ? Object.keys(split.secrets).filter((key) => split.secrets[key] !== kept.secrets[key]) : [];
  await recordChange(tx, actor, {
    action: 'connections.update',
    subject: subjectOf(after),
    before: trailOf(before),
    after: trailOf(after, given),
  });
  return after;
}

/** Pauses: nothing is heard or sent. Or lets it go on, and tries at once. */
export async function pauseConnection(
  parts: Parts,
  tx: Tx,
  { actor, id }: { actor: Actor; id: string },
  paused: boolean,
): Promise<Connection> {
  const before = await getSealedConnection(tx, parts.connectors, id);
  const where = { workspaceId: actor.workspaceId, id, now: new Date(parts.clock.now()) };
  // Going on with one that is not paused tries one again that was refused.
  if (!paused || before.pausedFor !== 'hand') await setPaused(tx, where, paused ? 'hand' : null);
  const after = await getSealedConnection(tx, parts.connectors, id);
  await recordChange(tx, actor, {
    action: paused ? 'connections.pause' : 'connections.resume',
    subject: subjectOf(after),
    before: trailOf(before),
    after: trailOf(after),
  });
  return after;
}

/** Puts the operator's counts in place of the platform's; BadInput for limits that the connector has not. */
export async function setLimits(
  parts: Parts,
  tx: Tx,
  { actor, id }: { actor: Actor; id: string },
  limits: LimitOverrides,
): Promise<Connection> {
  const before = await getSealedConnection(tx, parts.connectors, id);
  checkOverrides(connectorOf(parts.connectors, before.connector).limits, limits);
  const where = { workspaceId: actor.workspaceId, id, now: new Date(parts.clock.now()) };
  await changeConnection(tx, where, { limits, reopens: false });
  const after = await getSealedConnection(tx, parts.connectors, id);
  await recordChange(tx, actor, {
    action: 'connections.set-limits',
    subject: subjectOf(after),
    before: trailOf(before),
    after: trailOf(after),
  });
  return after;
}

/** Takes a connection away with its secrets, its log and what it had seen. What was heard stays. */
export async function removeConnection(
  parts: Parts,
  tx: Tx,
  { actor, id }: { actor: Actor; id: string },
): Promise<void> {
  const before = await getSealedConnection(tx, parts.connectors, id);
  await deleteConnection(tx, { workspaceId: actor.workspaceId, id });
  await recordChange(tx, actor, {
    action: 'connections.delete',
    subject: subjectOf(before),
    before: trailOf(before),
    after: null,
  });
}
