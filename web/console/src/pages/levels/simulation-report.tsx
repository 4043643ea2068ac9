import { Link } from '@tanstack/react-router';
import type { Level, SimulationReply, WrittenLevel } from '../../../../../src/modules/levels/levels.contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { useOwnWords } from './use-level-change.ts';

/** What other standards would make of today’s members: where they stand now, at once, and in the end. */
export function SimulationReport({
  reply,
  before,
  after,
}: {
  reply: SimulationReply;
  before: readonly Level[];
  after: readonly WrittenLevel[];
}) {
  const { t, format, nameOf } = useOwnWords();
  const community = useCommunity();
  const up = reply.moves.filter(({ from, to }) => to > from).reduce((sum, { members }) => sum + members, 0);
  const down = reply.moves.filter(({ from, to }) => to < from).reduce((sum, { members }) => sum + members, 0);
  const rows = Array.from(
    { length: Math.max(reply.now.length, reply.inTheEnd.length) },
    (_, rank) => rank,
  ).toReversed();
  return (
    <Panel title={t('levels.simulation.title')}>
      <p role="status">
        {t('levels.simulation.answer', {
          members: format.exact(reply.members),
          up: format.exact(up),
          down: format.exact(down),
        })}
      </p>
      <div className="q-table-scroll">
        <table className="q-table q-table-start">
          <thead>
            <tr>
              <th>{t('levels.simulation.rank')}</th>
              <th>{t('levels.simulation.levelNow')}</th>
              <th className="q-number">{t('levels.simulation.now')}</th>
              <th>{t('levels.simulation.levelThen')}</th>
              <th className="q-number">{t('levels.simulation.atOnce')}</th>
              <th className="q-number">{t('levels.simulation.end')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((rank) => (
              <tr key={rank}>
                <th scope="row">{rank}</th>
                <td>{rank === 0 || before[rank - 1] ? nameOf(before[rank - 1]) : '–'}</td>
                <td className="q-number">{format.exact(reply.now[rank]?.members ?? 0)}</td>
                <td>{rank === 0 || after[rank - 1] ? nameOf(after[rank - 1]) : '–'}</td>
                <td className="q-number">{format.exact(reply.atOnce[rank]?.members ?? 0)}</td>
                <td className="q-number">{format.exact(reply.inTheEnd[rank]?.members ?? 0)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {reply.samples.length > 0 ? (
        <p className="q-small q-soft">
          {t('levels.simulation.samples')}{' '}
          {reply.samples.slice(0, 10).map(({ memberId, name, from, to, figures }) => (
            <span key={memberId} className="q-level-sample">
              <Link to="/c/$community/members/$member" params={{ community: community.key, member: memberId }}>
                {name}
              </Link>{' '}
              {from} → {to} ({format.exact(figures.growth)})
            </span>
          ))}
        </p>
      ) : null}
      <p className="q-faint q-small">{t('levels.simulation.how')}</p>
    </Panel>
  );
}
