import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CreditRecords } from '../../../../../src/modules/credit/contract.ts';
import { Figure } from '../../../../ui/figure.tsx';
import { EmptyState } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { recordsQuery, rulesQuery } from '../../api/credit.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { CreditFrame } from './credit-frame.tsx';
import { useCreditWhy } from './use-credit-why.ts';
import { DEFAULT_POLICY } from '../../../../../src/modules/credit/policy.contract.ts';

const STANDINGS = ['warned', 'muted', 'suspended', 'removed'] as const;

/** Who does not have the full credit, or is under a sanction. */
export function RecordsPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const search = useSearch({ from: '/app/c/$community/credit' });
  const navigate = useNavigate({ from: '/c/$community/credit' });
  const asked = useQuery(recordsQuery(community.id, search));
  const { data } = asked;
  const rules = useQuery(rulesQuery(community.id));
  const why = useCreditWhy(rules.data?.policy ?? DEFAULT_POLICY);
  usePageTitle(t('credit.title'), community.name);
  const filtered = search.standing !== undefined || search.q !== undefined;
  return (
    <CreditFrame>
      {data ? (
        <section className="q-panel q-credit-counts">
          <Figure label={t('credit.counts.low')} value={data.counts.low} explain={why} />
          {STANDINGS.map((one) => (
            <Figure key={one} label={t(`credit.standings.${one}`)} value={data.counts[one]} />
          ))}
          <Figure
            label={t('credit.counts.month')}
            value={data.month.violations}
            sub={t('credit.counts.monthSub', { voided: data.month.voided, restored: data.month.restored })}
          />
        </section>
      ) : null}
      <section className="q-panel">
        <div className="q-credit-bar">
          <Select
            allowClear
            aria-label={t('credit.standing')}
            placeholder={t('credit.anyStanding')}
            value={search.standing}
            onChange={(standing) => void navigate({ search: { ...search, standing }, replace: true })}
            options={STANDINGS.map((value) => ({ value, label: t(`credit.standings.${value}`) }))}
          />
          <Input.Search
            allowClear
            aria-label={t('credit.search')}
            placeholder={t('credit.search')}
            defaultValue={search.q}
            maxLength={100}
            onSearch={(q) => void navigate({ search: { ...search, q: q.trim() || undefined }, replace: true })}
          />
        </div>
        <Loaded of={asked} rows={8}>
          {(reply) =>
            reply.records.length === 0 ? (
              <EmptyState title={t(filtered ? 'credit.noMatch' : 'credit.none')} art="search">
                {t(filtered ? 'credit.noMatchDetail' : 'credit.noneDetail')}
              </EmptyState>
            ) : (
              <RecordTable records={reply.records} points={reply.points} />
            )
          }
        </Loaded>
      </section>
    </CreditFrame>
  );
}

function RecordTable({ records, points }: { records: CreditRecords['records']; points: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { key } = useCommunity();
  return (
    <div className="q-table-scroll">
      <table className="q-table q-table-start">
        <thead>
          <tr>
            <th>{t('credit.member')}</th>
            <th className="q-number">{t('credit.credit')}</th>
            <th>{t('credit.standing')}</th>
            <th className="q-number">{t('credit.count')}</th>
            <th>{t('credit.last')}</th>
            <th>{t('credit.next')}</th>
          </tr>
        </thead>
        <tbody>
          {records.map(({ member, credit, standing, violations, lastAt, nextReturn }) => (
            <tr key={member.id}>
              <th scope="row">
                <Link to="/c/$community/members/$member" params={{ community: key, member: member.id }} hash="credit">
                  {member.name || member.id.slice(0, 8)}
                </Link>
              </th>
              <td className="q-number">{t('credit.outOf', { credit, points })}</td>
              <td>
                <span className={`q-pill q-credit-${standing}`}>{t(`credit.standings.${standing}`)}</span>
              </td>
              <td className="q-number">{format.exact(violations)}</td>
              <td title={lastAt}>{format.relative(lastAt)}</td>
              <td>
                {nextReturn ? t('credit.nextIs', { count: nextReturn.points, day: format.day(nextReturn.day) }) : '—'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
