import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';
import type { NetworkSummary } from './network-view.contract.ts';

/** Keeps what there is to say of the network of an evaluation that is kept. */
export async function addNetwork(
  tx: Tx,
  { evaluationId, communityId, summary }: { evaluationId: string; communityId: string; summary: NetworkSummary },
): Promise<void> {
  await sql`
    INSERT INTO networks (evaluation_id, workspace_id, community_id, summary)
    VALUES (${evaluationId}, qunluo_workspace(), ${communityId}, ${JSON.stringify(summary)}::jsonb)
  `.execute(tx);
}

/** The network of an evaluation; undefined for one from before networks were kept. */
export async function findOptionalNetwork(
  tx: Tx,
  { communityId, evaluationId }: { communityId: string; evaluationId: string },
): Promise<NetworkSummary | undefined> {
  const { rows } = await sql<{ summary: NetworkSummary }>`
    SELECT summary FROM networks WHERE community_id = ${communityId} AND evaluation_id = ${evaluationId}
  `.execute(tx);
  return rows[0]?.summary;
}
