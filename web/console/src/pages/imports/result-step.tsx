import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, AutoComplete, Button } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Community } from '../../../../../src/modules/communities/contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { Figure, Panel } from '../../../../ui/figure.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { importQuery, startImport, type Import } from '../../api/imports.ts';
import { describeError } from '../../shell/describe-error.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { UndoImport } from '../deletions/undo-import.tsx';
import { FirstInsights } from './first-insights.tsx';
import { SkippedTable } from './skipped-table.tsx';

/** What was taken and what not, and where to go from here. */
export function ResultStep({ item, community }: { item: Import; community: Community }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const { summary } = item;
  useEffect(() => {
    // The figures, members and groups may all have changed.
    for (const key of ['overview', 'members', 'groups'])
      void client.invalidateQueries({ queryKey: [key, community.id] });
  }, [client, community.id]);
  return (
    <div className="q-import-check">
      {item.status === 'failed' ? (
        <Notice title={t('imports.failed')}>
          {[
            item.error?.message,
            ...(item.error?.faults ?? []).map(({ where, what }) => `${where}: ${what}`),
            t('imports.failedKept'),
          ]
            .filter(Boolean)
            .join(' ')}
        </Notice>
      ) : null}
      {item.error?.code === 'several_communities' ? <OneOfSeveral item={item} community={community} /> : null}
      {item.status === 'cancelled' ? <Notice kind="info" title={t('imports.cancelledTitle')} /> : null}
      {summary ? (
        <Panel title={t('imports.result')}>
          <div className="q-import-figures">
            <Figure
              label={t('imports.taken')}
              value={format.count(summary.written)}
              sub={t('imports.ofRead', { shown: format.exact(summary.read) })}
            />
            <Figure label={t('imports.known')} value={format.count(summary.known)} sub={t('imports.knownHint')} />
            <Figure
              label={t('imports.skipped')}
              value={format.count(summary.skipped.reduce((sum, { count }) => sum + count, 0))}
              sub={t('imports.skippedHint')}
            />
            <Figure
              label={t('nav.members')}
              value={format.count(summary.members)}
              sub={t('imports.newMembers', {
                shown: format.exact(summary.newMembers),
                groups: format.exact(summary.groups),
              })}
            />
          </div>
          {summary.first && summary.last ? (
            <p className="q-soft">
              {t('imports.span', {
                first: format.instant(summary.first, community.zone),
                last: format.instant(summary.last, community.zone),
              })}
            </p>
          ) : null}
          {summary.skipped.length ? <SkippedTable skipped={summary.skipped} /> : null}
        </Panel>
      ) : null}
      {item.status === 'done' ? <FirstInsights item={item} community={community} /> : null}
      {item.status === 'undoing' || item.status === 'undone' ? <UndoImport item={item} zone={community.zone} /> : null}
      <div className="q-form-actions">
        {item.status === 'failed' && item.error?.code !== 'several_communities' ? (
          <StartAgain item={item} community={community} />
        ) : null}
        <Link to="/c/$community" params={{ community: community.key }}>
          <Button type="primary" size="large" tabIndex={-1}>
            {t('imports.toOverview')}
          </Button>
        </Link>
        <Link to="/c/$community/imports" params={{ community: community.key }}>
          <Button size="large" tabIndex={-1}>
            {t('imports.another')}
          </Button>
        </Link>
        {item.status === 'undoing' || item.status === 'undone' ? null : (
          <UndoImport item={item} zone={community.zone} />
        )}
      </div>
    </div>
  );
}

/** A file whose later part turned out to hold another community: say which one is meant, and start again. */
function OneOfSeveral({ item, community }: { item: Import; community: Community }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [source, setSource] = useState('');
  const again = useMutation({
    mutationFn: () =>
      startImport(community.id, item.id, {
        format: item.format,
        options: item.options ?? {},
        sourceCommunity: source.trim(),
      }),
    onSuccess: (started) => client.setQueryData(importQuery(community.id, item.id).queryKey, started),
  });
  return (
    <Panel title={t('imports.choice.sourceCommunity')}>
      <ErrorNotice error={again.error} />
      <form
        className="q-one-of-several"
        onSubmit={(event) => {
          event.preventDefault();
          if (source.trim()) again.mutate();
        }}
      >
        <Field label={t('source.id')} hint={t('source.hint')}>
          {(control) => (
            <AutoComplete
              {...control}
              value={source}
              onChange={setSource}
              options={(item.preview?.communities ?? []).map(({ id }) => ({ value: id }))}
            />
          )}
        </Field>
        <Button type="primary" htmlType="submit" loading={again.isPending} disabled={!source.trim()}>
          {t('imports.start')}
        </Button>
      </form>
    </Panel>
  );
}

/** A failed import goes on where it stopped: what is there already is not taken twice. */
function StartAgain({ item, community }: { item: Import; community: Community }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { message } = App.useApp();
  const again = useMutation({
    mutationFn: () => startImport(community.id, item.id, { format: item.format, options: item.options ?? {} }),
    onSuccess: (started) => client.setQueryData(importQuery(community.id, item.id).queryKey, started),
    onError: (error) => void message.error(describeError(error, t).title),
  });
  return (
    <Button size="large" loading={again.isPending} onClick={() => again.mutate()}>
      {t('imports.again')}
    </Button>
  );
}
