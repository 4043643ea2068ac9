import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '#kernel/ids.ts';
import { createConnectionLog } from './connection-log.ts';
import { connectorOf, type SealedConnection } from './connection-store.ts';
import type { AnyConnector, ConnectorContext, TestOutcome } from './connector.ts';
import type { ContextParts } from './connector-contexts.ts';
import { allowedHosts, createGuardedFetch } from './guarded-fetch.ts';
import { SecretMask } from './mask-secrets.ts';
import { recall } from './memory-store.ts';
import { openSecrets } from './sealed-secrets.ts';
import { checkSettings, mergeSettings, type SplitSettings } from './settings-form.ts';
import type { FormSettings } from './contract.ts';

/** Milliseconds that a test may take. */
const PATIENCE = 25_000;

const TOO_LATE: TestOutcome = {
  ok: false,
  detail: { zh: '平台没有及时应答', en: 'The platform did not answer in time' },
};

/** Tries settings that are not kept yet. BadInput for those that are incomplete or wrong. */
export function testSettings(parts: ContextParts, connectorId: string, given: FormSettings): Promise<TestOutcome> {
  const connector = connectorOf(parts.connectors, connectorId);
  return tryOut(parts, connector, mergeSettings(connector, given));
}

/** Tries the settings of a connection, or others over them. */
export function testConnection(
  parts: ContextParts,
  connection: SealedConnection,
  given: FormSettings = {},
): Promise<TestOutcome> {
  const connector = connectorOf(parts.connectors, connection.connector);
  const kept = { open: connection.settings, secrets: openSecrets(parts.secrets, connection) };
  return tryOut(parts, connector, mergeSettings(connector, given, kept), connection);
}

/** A connector that throws all the same is answered for. Nothing is heard and nothing kept; memory lasts for the test. */
async function tryOut(
  parts: ContextParts,
  connector: AnyConnector,
  split: SplitSettings,
  connection?: SealedConnection,
): Promise<TestOutcome> {
  const settings = checkSettings(connector, split) as never;
  const mask = new SecretMask(Object.values(split.secrets));
  const id = connection?.id ?? newId();
  const log = createConnectionLog(parts.log, id, mask, (line) => connection && parts.notes.line(connection, line));
  const { fetch, close } = createGuardedFetch({ allowed: allowedHosts(Object.values(split.open)) });
  const memory = new Map<string, string>();
  const over = new AbortController();
  const context: ConnectorContext<never> = {
    connectionId: id,
    settings,
    log,
    now: () => parts.clock.now(),
    signal: over.signal,
    fetch,
    hear: async () => undefined,
    discover: async () => undefined,
    memory: {
      async get(key) {
        const own = memory.get(key);
        if (own !== undefined || !connection) return own;
        const { database, secrets } = parts;
        return database.inWorkspace(connection.workspaceId, (tx) => recall(tx, secrets, id, key));
      },
      async set(key, value) {
        if (value === undefined) memory.delete(key);
        else memory.set(key, value);
      },
    },
    once: async () => true,
    ticket: async () => undefined,
  };
  const late = sleep(PATIENCE, TOO_LATE, { signal: over.signal, ref: false }).catch(() => TOO_LATE);
  try {
    const outcome = await Promise.race([connector.test(context), late]);
    return { ...outcome, detail: { zh: mask.text(outcome.detail.zh), en: mask.text(outcome.detail.en) } };
  } catch (error) {
    const words = mask.text(error instanceof Error ? error.message : String(error));
    return { ok: false, detail: { zh: words, en: words } };
  } finally {
    over.abort();
    close();
  }
}
