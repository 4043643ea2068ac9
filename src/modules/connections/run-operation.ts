import { NotFound } from '#kernel/errors.ts';
import { type Actor, recordChange } from '#modules/identity/index.ts';
import type { SealedConnection } from './connection-store.ts';
import type { OperationOutcome } from './connector.ts';
import type { ContextParts, ConnectorContexts } from './connector-contexts.ts';
import { checkValues } from './settings-form.ts';
import type { FormSettings } from './contract.ts';

/**
 * Runs one of the platform's own operations on a connection; what changes something is in the trail. NotFound for one that
 * the connector has not, BadInput for values that are no fields of it.
 */
export async function runOperation(
  parts: ContextParts & { contexts: ConnectorContexts },
  connection: SealedConnection,
  { actor, key, values }: { actor: Actor; key: string; values: FormSettings },
): Promise<OperationOutcome> {
  const { connector, context, log, mask } = parts.contexts.of(connection);
  const operation = connector.operations?.find((one) => one.key === key);
  if (!operation) throw new NotFound('the operation');
  const outcome = await operation.run(checkValues(operation.fields, values), context).catch((error: Error) => {
    log.warn({ err: error }, `${key} failed`);
    return { fate: 'unknown', reason: mask.text(error.message) } as const;
  });
  if (operation.changes && outcome.fate !== 'refused')
    await parts.database.inWorkspace(connection.workspaceId, (tx) =>
      recordChange(tx, actor, {
        action: 'connections.operate',
        subject: { kind: 'connection', id: connection.id, label: connection.name },
        after: { operation: key, outcome: outcome.fate },
      }),
    );
  return outcome;
}
