import { DeleteOutlined, HolderOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_TILES, TILE_WIDTHS } from '../../../../../src/modules/analyses/saved.contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import {
  type Dashboard,
  dashboardQuery,
  dashboardsQuery,
  savedAnalysesQuery,
  updateDashboard,
} from '../../api/dashboards.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { moved, useReorder } from '../segments/use-reorder.ts';
import { type TileInput, tilesOf } from './tiles-of.ts';

/** Which analyses a dashboard shows, in which order and how wide. Nothing changes until it is saved. */
export function TilesEditor({ dashboard, close }: { dashboard: Dashboard; close: () => void }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const client = useQueryClient();
  const { data: saved = [] } = useQuery(savedAnalysesQuery(community.id));
  const [tiles, setTiles] = useState<TileInput[]>(() => tilesOf(dashboard));
  const save = useMutation({
    mutationFn: () => updateDashboard(community.id, dashboard.id, { version: dashboard.version, tiles }),
    onSuccess: async (changed) => {
      client.setQueryData(dashboardQuery(community.id, dashboard.id).queryKey, changed);
      close();
      await Promise.all([
        client.invalidateQueries({ ...dashboardsQuery(community.id), exact: true }),
        client.invalidateQueries(savedAnalysesQuery(community.id)),
      ]);
    },
  });
  const known = new Map([
    ...dashboard.tiles.map(({ analysis }) => [analysis.id, analysis] as const),
    ...saved.map((analysis) => [analysis.id, analysis] as const),
  ]);
  const left = saved.filter(({ id }) => !tiles.some(({ analysisId }) => analysisId === id));
  return (
    <Panel title={t('dashboard.arrange')} note={t('dashboard.arrangeNote')}>
      <ErrorNotice error={save.error} />
      <TileRows tiles={tiles} nameOf={(id) => known.get(id)?.name ?? ''} change={setTiles} />
      <div className="q-form-actions q-tiles-foot">
        <Select
          aria-label={t('dashboard.add')}
          placeholder={t('dashboard.add')}
          className="q-tiles-add"
          value={null}
          disabled={tiles.length >= MOST_TILES || left.length === 0}
          showSearch={{ optionFilterProp: 'label' }}
          options={left.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(analysisId: string | null) => analysisId && setTiles([...tiles, { analysisId, width: 'half' }])}
        />
        <Button type="primary" loading={save.isPending} onClick={() => save.mutate()} data-test="save-tiles">
          {t('analysis.save')}
        </Button>
        <Button onClick={close}>{t('form.cancel')}</Button>
      </div>
      {saved.length === 0 ? (
        <p className="q-panel-foot">
          {t('dashboard.nothingSaved')}{' '}
          <Link to="/c/$community/analyses" params={{ community: community.key }}>
            {t('nav.analyses')}
          </Link>
        </p>
      ) : null}
    </Panel>
  );
}

function TileRows(props: {
  tiles: readonly TileInput[];
  nameOf: (analysisId: string) => string;
  change: (tiles: TileInput[]) => void;
}) {
  const { tiles, nameOf, change } = props;
  const { t } = useTranslation();
  const reorder = useReorder(tiles.length, (from, to) => change(moved(tiles, from, to)));
  return (
    <ol className="q-tile-rows" data-reorder>
      {tiles.map(({ analysisId, width }, at) => (
        <li
          key={analysisId}
          data-over={reorder.over === at && reorder.dragged !== at}
          data-dragged={reorder.dragged === at}
          {...reorder.row(at)}
        >
          <button
            type="button"
            className="q-tile-handle"
            aria-label={t('dashboard.move', { name: nameOf(analysisId), place: at + 1, of: tiles.length })}
            title={t('dashboard.moveHint')}
            {...reorder.handle(at)}
          >
            <HolderOutlined />
          </button>
          <span className="q-tile-name">{nameOf(analysisId)}</span>
          <Segmented
            size="small"
            aria-label={`${t('dashboard.width')}: ${nameOf(analysisId)}`}
            value={width}
            options={TILE_WIDTHS.map((value) => ({ value, label: t(`dashboard.widths.${value}`) }))}
            onChange={(next) => change(tiles.map((tile, index) => (index === at ? { ...tile, width: next } : tile)))}
          />
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            aria-label={`${t('dashboard.take')}: ${nameOf(analysisId)}`}
            onClick={() => change(tiles.filter((_, index) => index !== at))}
          />
        </li>
      ))}
    </ol>
  );
}
