import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../../ui/states.tsx';
import { creditKey, fetchViolations, rulesQuery } from '../../api/credit.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { CreditFrame } from './credit-frame.tsx';
import { ViolationLine } from './violation-line.tsx';

const STATES = ['standing', 'voided', 'appealed'] as const;

/** Everything that was recorded, the latest first. */
export function ViolationsPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const search = useSearch({ from: '/app/c/$community/credit/violations' });
  const navigate = useNavigate({ from: '/c/$community/credit/violations' });
  const rules = useQuery(rulesQuery(community.id, true));
  const filter = { ruleId: search.rule, state: search.outcome };
  const list = useInfiniteQuery({
    queryKey: [...creditKey(community.id), 'violations', filter],
    queryFn: ({ pageParam, signal }) => fetchViolations(community.id, { ...filter, before: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });
  usePageTitle(t('credit.tabs.violations'), community.name);
  const violations = list.data?.pages.flatMap((page) => page.violations);
  const show = (change: typeof search) => void navigate({ search: { ...search, ...change }, replace: true });
  return (
    <CreditFrame>
      <section className="q-panel">
        <div className="q-credit-bar">
          <Select
            allowClear
            aria-label={t('credit.rule')}
            placeholder={t('credit.anyRule')}
            value={search.rule}
            onChange={(rule) => show({ rule })}
            options={(rules.data?.rules ?? []).map(({ id, title }) => ({ value: id, label: title }))}
          />
          <Select
            allowClear
            aria-label={t('credit.state')}
            placeholder={t('credit.anyState')}
            value={search.outcome}
            onChange={(outcome) => show({ outcome })}
            options={STATES.map((value) => ({ value, label: t(`credit.states.${value}`) }))}
          />
        </div>
        <Loaded of={{ ...list, data: violations }} rows={8}>
          {(found) =>
            found.length === 0 ? (
              <EmptyState title={t('credit.violations.none')} art="search">
                {t('credit.violations.noneDetail')}
              </EmptyState>
            ) : (
              <ul className="q-credit-list">
                {found.map((one) => (
                  <ViolationLine key={one.id} violation={one} />
                ))}
              </ul>
            )
          }
        </Loaded>
        {list.hasNextPage ? (
          <Button block loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('credit.more')}
          </Button>
        ) : null}
      </section>
    </CreditFrame>
  );
}
