import type { Dashboard } from '../../api/dashboards.ts';

export type TileInput = { analysisId: string; width: Dashboard['tiles'][number]['width'] };

/** The tiles of a dashboard as they are sent back. */
export const tilesOf = ({ tiles }: Dashboard): TileInput[] =>
  tiles.map(({ width, analysis }) => ({ analysisId: analysis.id, width }));
