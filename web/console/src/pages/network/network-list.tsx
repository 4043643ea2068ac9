import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { TierBadge } from '../../../../ui/tier-badge.tsx';
import type { Tier } from '../../../../../src/modules/insights/contract.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import type { NetworkReply } from '../../api/network.ts';
import { useCommunity } from '../../shell/use-community.ts';

const ROWS = 200;

/** The same as the picture in words: the most tied members with their circle, for keyboards and screen readers. */
export function NetworkList(props: {
  network: NonNullable<NetworkReply['network']>;
  circle: number | undefined;
  nameOf: (circle: number) => string;
  onPick: (memberId: string) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const { picture } = props.network;
  const nodes = [...picture.memberId.keys()]
    .filter((node) => props.circle === undefined || picture.circle[node] === props.circle)
    .sort((a, b) => picture.ties[b]! - picture.ties[a]! || a - b);
  return (
    <div className="q-network-list q-panel">
      <div className="q-table-scroll">
        <table className="q-table">
          <caption className="q-hidden">{t('network.listCaption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('network.column.member')}</th>
              <th scope="col">{t('network.column.tier')}</th>
              <th scope="col">{t('network.column.circle')}</th>
              <th scope="col">{t('network.column.ties')}</th>
              <th scope="col">{t('network.column.cutOff')}</th>
            </tr>
          </thead>
          <tbody>
            {nodes.slice(0, ROWS).map((node) => (
              <tr key={picture.memberId[node]}>
                <td>
                  <button
                    type="button"
                    className="q-network-name"
                    onClick={() => props.onPick(picture.memberId[node]!)}
                  >
                    {picture.name[node]}
                  </button>
                </td>
                <td>{picture.tier[node] ? <TierBadge tier={picture.tier[node] as Tier} /> : '—'}</td>
                <td>{picture.circle[node] ? props.nameOf(picture.circle[node]) : '—'}</td>
                <td>{format.exact(picture.ties[node])}</td>
                <td>{format.exact(picture.cutOff[node])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {nodes.length > ROWS ? (
        <p className="q-network-foot">
          {t('network.more', { shown: ROWS, all: format.count(nodes.length) })}{' '}
          <Link
            to="/c/$community/members"
            params={{ community: community.key }}
            search={props.circle === undefined ? { isolated: false } : { circle: props.circle }}
          >
            {t('network.inMemberList')}
          </Link>
        </p>
      ) : null}
    </div>
  );
}
