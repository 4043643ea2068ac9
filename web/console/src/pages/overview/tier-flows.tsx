import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Community } from '../../../../../src/modules/communities/contract.ts';
import { TIERS } from '../../../../../src/modules/insights/contract.ts';
import { Skeleton } from '../../../../ui/states.tsx';
import { TierMark } from '../../../../ui/tier-badge.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { useWords } from '../../../../ui/use-words.ts';
import { flowsQuery, type FlowsReply, type Place } from '../../api/overview.ts';
import { PointButton, useOpenPoint } from './point-people.tsx';

const PLACES = [...TIERS, 'outside'] as const;
const SHOWN = 6;

/** Who moved between tiers in 28 days: the largest moves, and all of them as a matrix. */
export function TierFlows({ community, asOf }: { community: Community; asOf?: string | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const sayPlace = useSayPlace();
  const [all, setAll] = useState(false);
  const { data, error } = useQuery(flowsQuery(community.id, asOf));
  const point = useOpenPoint(community);
  if (error) return <p className="q-panel-foot">{t('flows.failed')}</p>;
  if (!data) return <Skeleton rows={2} height={20} />;
  if (data.from === null) return <p className="q-panel-foot">{t('flows.young')}</p>;
  const range = { from: data.from, to: data.to };
  const open =
    point &&
    ((from: Place, to: Place) =>
      point.open({ kind: 'tier-migration', params: { scheme: 'engagement', range }, point: { from, to } }));
  const moved = data.moves.filter(({ from, to }) => from !== to).sort((a, b) => b.members - a.members);
  const stayed = data.moves.reduce((sum, { from, to, members }) => (from === to ? sum + members : sum), 0);
  return (
    <div className="q-flows">
      <h3>
        {t('flows.title', { day: format.shortDay(data.from) })}{' '}
        <span className="q-faint">
          {t('flows.stayed', {
            stayed: format.count(stayed),
            moved: format.count(moved.reduce((sum, { members }) => sum + members, 0)),
          })}
        </span>
      </h3>
      <ul className="q-flow-list">
        {moved.slice(0, SHOWN).map(({ from, to, members }) => (
          <li key={`${from} ${to}`}>
            <PlaceName place={from} side="from" />
            <span aria-hidden>→</span>
            <span className="q-hidden">{t('flows.to')}</span>
            <PlaceName place={to} side="to" />
            <strong>
              <PointButton
                people={members}
                label={t('flows.open', {
                  from: sayPlace(from, 'from'),
                  to: sayPlace(to, 'to'),
                  shown: format.exact(members),
                })}
                open={open && (() => open(from, to))}
              >
                {format.count(members)}
              </PointButton>
            </strong>
          </li>
        ))}
      </ul>
      {moved.length > 0 ? (
        <Button type="link" size="small" className="q-more" aria-expanded={all} onClick={() => setAll(!all)}>
          {t(all ? 'flows.fewer' : 'flows.all')}
        </Button>
      ) : null}
      {all ? <FlowMatrix flows={data} open={open} /> : null}
    </div>
  );
}

/** A place in words. */
function useSayPlace() {
  const { t } = useTranslation();
  const words = useWords();
  return (place: Place, side: 'from' | 'to'): string =>
    place === 'outside' ? t(side === 'from' ? 'flows.joined' : 'flows.left') : words.tier(place);
}

function PlaceName({ place, side }: { place: Place; side: 'from' | 'to' }) {
  const { t } = useTranslation();
  const words = useWords();
  if (place === 'outside') return <span className="q-soft">{t(side === 'from' ? 'flows.joined' : 'flows.left')}</span>;
  return (
    <span className="q-badge">
      <TierMark tier={place} />
      {words.tier(place)}
    </span>
  );
}

/** Rows: where they stood; columns: where they stand. Those who stayed are on the diagonal. */
function FlowMatrix({ flows, open }: { flows: FlowsReply; open: ((from: Place, to: Place) => void) | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useWords();
  const sayPlace = useSayPlace();
  const count = new Map(flows.moves.map(({ from, to, members }) => [`${from} ${to}`, members]));
  const most = Math.max(1, ...flows.moves.filter(({ from, to }) => from !== to).map(({ members }) => members));
  return (
    <div className="q-table-scroll" tabIndex={0} role="region" aria-label={t('flows.matrix')}>
      <table className="q-table q-flow-matrix">
        <caption>{t('flows.matrix')}</caption>
        <thead>
          <tr>
            <td />
            {PLACES.map((to) => (
              <th key={to} scope="col">
                {to === 'outside' ? t('flows.left') : words.tier(to)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {PLACES.map((from) => (
            <tr key={from}>
              <th scope="row">{from === 'outside' ? t('flows.joined') : words.tier(from)}</th>
              {PLACES.map((to) => {
                const members = count.get(`${from} ${to}`) ?? 0;
                return (
                  <td
                    key={to}
                    className={from === to ? 'q-flow-stayed' : 'q-heat'}
                    style={{ '--heat': from === to ? 0 : Math.sqrt(members / most) } as React.CSSProperties}
                  >
                    {members ? (
                      <PointButton
                        people={members}
                        label={t('flows.open', {
                          from: sayPlace(from, 'from'),
                          to: sayPlace(to, 'to'),
                          shown: format.exact(members),
                        })}
                        open={open && (() => open(from, to))}
                      >
                        {format.exact(members)}
                      </PointButton>
                    ) : (
                      ''
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
