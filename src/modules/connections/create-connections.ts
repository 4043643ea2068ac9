import { ConnectionNotes } from './connection-notes.ts';
import { ConnectorContexts } from './connector-contexts.ts';
import type { CallbackParts } from './take-callback.ts';

/** What routes, callbacks and the runner of one process share. */
export type Connections = CallbackParts;

/** Puts the connections of a process together; nothing is opened. `onLate` may be given later. */
export function createConnections(parts: Omit<CallbackParts, 'notes' | 'contexts'>): Connections {
  const notes = new ConnectionNotes(parts);
  const shared = { ...parts, notes };
  // One object for all, so that what is told later is told to everybody.
  return Object.assign(shared, { contexts: new ConnectorContexts(shared) });
}
