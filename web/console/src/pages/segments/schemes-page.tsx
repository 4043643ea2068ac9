import { DeleteOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { StackedBar } from '../../../../ui/bars.tsx';
import { Panel } from '../../../../ui/figure.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { deleteScheme, type Scheme, schemePeople, schemesQuery, segmentsQuery } from '../../api/segments.ts';
import { describeError } from '../../shell/describe-error.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { Crumbs } from './overlap-page.tsx';
import { useOpenPeople } from './open-people.ts';
import { SchemeDialog } from './scheme-dialog.tsx';
import { schemeColour } from './scheme-colour.ts';
import './segments.css';

/** Tier schemes of one's own: segments in an order, every member in the first that fits. */
export function SchemesPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const may = useRight('members.edit');
  const { data, error, refetch } = useQuery(schemesQuery(community.id));
  const { data: segments } = useQuery(segmentsQuery(community.id));
  const [editing, setEditing] = useState<Scheme | 'new'>();
  usePageTitle(t('segments.ownTiers.title'), t('segments.title'), community.name);
  const add =
    may && segments?.length ? (
      <Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing('new')} data-test="new-scheme">
        {t('segments.ownTiers.new')}
      </Button>
    ) : null;
  return (
    <>
      <Crumbs title={t('segments.ownTiers.title')} />
      <div className="q-page-head">
        <div>
          <h1>{t('segments.ownTiers.title')}</h1>
          <p>{t('segments.ownTiers.lead')}</p>
        </div>
        {data?.length ? add : null}
      </div>
      {error ? (
        <section className="q-panel">
          <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
        </section>
      ) : !data || !segments ? (
        <section className="q-panel">
          <Skeleton rows={4} height={28} />
        </section>
      ) : data.length === 0 ? (
        <section className="q-panel">
          <EmptyState title={t('segments.ownTiers.empty.title')} action={add}>
            {segments.length === 0 ? t('segments.ownTiers.needSegments') : t('segments.ownTiers.empty.detail')}
          </EmptyState>
        </section>
      ) : (
        <div className="q-column">
          {data.map((scheme) => (
            <SchemePanel key={scheme.id} scheme={scheme} onEdit={may ? () => setEditing(scheme) : undefined} />
          ))}
        </div>
      )}
      {editing ? (
        <SchemeDialog scheme={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} />
      ) : null}
    </>
  );
}

function SchemePanel({ scheme, onEdit }: { scheme: Scheme; onEdit: (() => void) | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { modal, message } = App.useApp();
  const community = useCommunity();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteScheme(community.id, scheme.id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['segments', community.id] }),
    onError: (error) => {
      const { title, detail } = describeError(error, t);
      void message.error([title, detail].filter(Boolean).join(' '));
    },
  });
  const ask = () =>
    void modal.confirm({
      title: t('segments.ownTiers.deleteAsk', { name: scheme.name }),
      content: t('segments.ownTiers.deleteDetail'),
      okText: t('segments.ownTiers.delete'),
      okButtonProps: { danger: true },
      cancelText: t('form.cancel'),
      // A failure is told by the mutation; the question closes either way.
      onOk: () => remove.mutateAsync().catch(() => undefined),
    });
  const { open, busy } = useOpenPeople((tier: string) => schemePeople(community.id, scheme.id, tier));
  const parts = [
    ...scheme.tiers.map(({ segmentId, name, members }, at) => ({
      key: segmentId,
      label: name,
      value: members,
      text: format.count(members),
      fill: schemeColour(at, scheme.tiers.length),
    })),
    {
      key: 'none',
      label: t('segments.ownTiers.none'),
      value: scheme.none,
      text: format.count(scheme.none),
      fill: 'var(--q-line-strong)',
    },
  ];
  return (
    <Panel
      className="q-scheme"
      title={scheme.name}
      explain={{ title: scheme.name, definition: t('segments.ownTiers.definition') }}
      aside={
        onEdit ? (
          <>
            <Button size="small" type="text" icon={<EditOutlined />} onClick={onEdit}>
              {t('form.edit')}
            </Button>
            <Button
              size="small"
              type="text"
              icon={<DeleteOutlined />}
              aria-label={`${t('segments.ownTiers.delete')}: ${scheme.name}`}
              onClick={ask}
            />
          </>
        ) : null
      }
    >
      <StackedBar
        label={scheme.name}
        segments={parts}
        link={(part, children, className) => (
          <button
            type="button"
            className={`${className} q-scheme-part`}
            disabled={part.value === 0 || busy !== undefined}
            aria-busy={busy === part.key}
            onClick={() => open(part.key)}
          >
            {children}
          </button>
        )}
      />
    </Panel>
  );
}
