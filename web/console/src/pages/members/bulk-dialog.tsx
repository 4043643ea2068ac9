import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, AutoComplete, Button, Input, Modal, Progress, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Bulk, BulkAction, Selection } from '../../../../../src/modules/bulk/contract.ts';
import { STANDINGS, type AttributeValue, type Standing } from '../../../../../src/modules/members/contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { attributesQuery, bulkQuery, previewBulk, startBulk, undoBulk } from '../../api/member-work.ts';
import { tagsQuery } from '../../api/members.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useSettled } from '../../shell/use-settled.ts';
import { AttributeInput } from './attribute-input.tsx';
import { useAttributeWords } from './attribute-words.ts';

const KINDS: readonly BulkAction['kind'][] = [
  'add-tag',
  'remove-tag',
  'set-attribute',
  'add-standing',
  'remove-standing',
];

/** Refusing takes values away, which is for one member at a time. */
const CONSENTS = ['given', 'not_needed', 'unknown'] as const;

type Draft = {
  kind: BulkAction['kind'];
  tag: string;
  key: string;
  value?: AttributeValue;
  consent: (typeof CONSENTS)[number];
  consentHow: string;
  standing: Standing;
};

/** The action that a form says, once it says all of it. */
function actionOf({ kind, tag, key, value, consent, consentHow, standing }: Draft): BulkAction | undefined {
  if (kind === 'add-tag' || kind === 'remove-tag') return tag.trim() ? { kind, tag: tag.trim() } : undefined;
  if (kind === 'set-attribute')
    return key && value !== undefined
      ? { kind, key, value, consent, consentHow: consent === 'given' ? consentHow.trim() : '' }
      : undefined;
  return { kind, standing };
}

/** One thing done to everybody selected: what, whom it changes, how far it is, what came of it, and back. */
export function BulkDialog(props: { communityId: string; selection: Selection; count: number; onClose: () => void }) {
  const { communityId, selection, onClose } = props;
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>({
    kind: 'add-tag',
    tag: '',
    key: '',
    consent: 'unknown',
    consentHow: '',
    standing: 'expert',
  });
  const action = actionOf(draft);
  const start = useMutation({
    mutationFn: () => startBulk(communityId, selection, action!),
    onError: (error) => void message.error(describeError(error, t).title),
  });
  const close = () => {
    for (const key of ['members', 'tags', 'attributes', 'member'])
      void client.invalidateQueries({ queryKey: [key, communityId] });
    onClose();
  };
  return (
    <Modal open title={t('bulk.act')} onCancel={close} footer={null} width={520} destroyOnHidden>
      {start.data ? (
        <BulkProgress communityId={communityId} begun={start.data} onClose={close} />
      ) : (
        <form
          className="q-bulk-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (action) start.mutate();
          }}
        >
          <ActionFields communityId={communityId} draft={draft} change={(next) => setDraft({ ...draft, ...next })} />
          <Preview
            communityId={communityId}
            selection={selection}
            action={action}
            busy={start.isPending}
            onCancel={close}
          />
        </form>
      )}
    </Modal>
  );
}

function ActionFields(props: { communityId: string; draft: Draft; change: (next: Partial<Draft>) => void }) {
  const { communityId, draft, change } = props;
  const { t } = useTranslation();
  const words = useAttributeWords();
  const { data: tags = [] } = useQuery(tagsQuery(communityId));
  const { data: attributes = [] } = useQuery(attributesQuery(communityId));
  const definition = attributes.find(({ key }) => key === draft.key);
  return (
    <>
      <Select
        aria-label={t('bulk.act')}
        value={draft.kind}
        onChange={(kind) => change({ kind })}
        options={KINDS.map((kind) => ({
          value: kind,
          label: kind.endsWith('standing') ? `${t(`bulk.kind.${kind}`)}…` : t(`bulk.kind.${kind}`),
        }))}
      />
      {draft.kind.endsWith('tag') ? (
        <Field label={t('bulk.tag')}>
          {({ status, ...control }) => (
            <AutoComplete
              {...control}
              {...(status ? { status } : {})}
              value={draft.tag}
              maxLength={60}
              options={tags.filter(({ tag }) => tag.includes(draft.tag)).map(({ tag }) => ({ value: tag }))}
              onChange={(tag: string) => change({ tag })}
            />
          )}
        </Field>
      ) : draft.kind === 'set-attribute' ? (
        <>
          <Field label={t('bulk.attribute')}>
            {({ id }) => (
              <Select
                id={id}
                value={draft.key || null}
                options={attributes
                  .filter(({ hidden }) => !hidden)
                  .map((one) => ({ value: one.key, label: words.name(one) }))}
                onChange={(key: string | null) => change({ key: key ?? '', value: undefined as never })}
              />
            )}
          </Field>
          {definition ? (
            <Field label={t('bulk.value')}>
              {({ id }) => (
                <AttributeInput
                  id={id}
                  definition={definition}
                  value={draft.value}
                  onChange={(value) => change({ value: value as never })}
                />
              )}
            </Field>
          ) : null}
          {definition ? <ConsentFields draft={draft} change={change} /> : null}
        </>
      ) : (
        <Field label={t('bulk.standing')}>
          {({ id }) => (
            <Select
              id={id}
              value={draft.standing}
              options={STANDINGS.map((value) => ({ value, label: t(`bulk.standings.${value}`) }))}
              onChange={(standing) => change({ standing })}
            />
          )}
        </Field>
      )}
    </>
  );
}

function ConsentFields({ draft, change }: { draft: Draft; change: (next: Partial<Draft>) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Field label={t('attribute.consent')}>
        {({ id }) => (
          <Select
            id={id}
            value={draft.consent}
            options={CONSENTS.map((one) => ({ value: one, label: t(`attribute.consents.${one}`) }))}
            onChange={(consent) => change({ consent })}
          />
        )}
      </Field>
      {draft.consent === 'given' ? (
        <Field label={t('attribute.consentHow')} hint={t('attribute.consentHowHint')}>
          {({ status, ...control }) => (
            <Input
              {...control}
              {...(status ? { status } : {})}
              value={draft.consentHow}
              maxLength={200}
              onChange={(event) => change({ consentHow: event.target.value })}
            />
          )}
        </Field>
      ) : null}
    </>
  );
}

function Preview(props: {
  communityId: string;
  selection: Selection;
  action: BulkAction | undefined;
  busy: boolean;
  onCancel: () => void;
}) {
  const { communityId, selection, busy, onCancel } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const action = useSettled(props.action, 250);
  const { data, error, isFetching } = useQuery({
    queryKey: ['bulk-preview', communityId, selection, action],
    queryFn: ({ signal }) => previewBulk(communityId, selection, action!, signal),
    enabled: action !== undefined,
    gcTime: 0,
    retry: false,
  });
  const shown = (count: number) => ({ count, shown: format.exact(count) });
  return (
    <>
      <section className="q-preview" aria-live="polite">
        <h3>{t('bulk.preview')}</h3>
        {error ? (
          <p className="q-field-error">{describeError(error, t).title}</p>
        ) : !action ? (
          <p className="q-soft">{t('bulk.choose')}</p>
        ) : !data ? (
          <Skeleton rows={2} />
        ) : (
          <ul className="q-lines">
            <li>
              <strong>{data.changes > 0 ? t('bulk.changes', shown(data.changes)) : t('bulk.nobody')}</strong>
            </li>
            {data.overwrites > 0 ? <li>{t('bulk.overwrites', shown(data.overwrites))}</li> : null}
            {data.already > 0 ? <li>{t('bulk.already', shown(data.already))}</li> : null}
            {data.refused > 0 ? <li>{t('bulk.refused', shown(data.refused))}</li> : null}
            {data.sample.length > 0 ? (
              <li>
                {t('bulk.sample')} {data.sample.map(({ name }) => name).join(t('list.comma'))}
              </li>
            ) : null}
          </ul>
        )}
      </section>
      <div className="q-dialog-foot">
        <Button onClick={onCancel}>{t('form.cancel')}</Button>
        <Button
          type="primary"
          htmlType="submit"
          loading={busy}
          disabled={
            !data || isFetching || data.changes === 0 || JSON.stringify(action) !== JSON.stringify(props.action)
          }
        >
          {data && data.changes > 0 ? t('bulk.apply', shown(data.changes)) : t('bulk.act')}
        </Button>
      </div>
    </>
  );
}

function BulkProgress({ communityId, begun, onClose }: { communityId: string; begun: Bulk; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { message } = App.useApp();
  const client = useQueryClient();
  const { data: bulk = begun } = useQuery({
    ...bulkQuery(communityId, begun.id),
    initialData: begun,
    refetchInterval: ({ state }) => (state.data?.endedAt === null ? 800 : false),
  });
  const undo = useMutation({
    mutationFn: () => undoBulk(communityId, bulk.id),
    onSuccess: (after) => client.setQueryData(bulkQuery(communityId, bulk.id).queryKey, after),
    onError: (error) => void message.error(describeError(error, t).title),
  });
  const same = bulk.already + bulk.refused;
  return (
    <div className="q-bulk-result" aria-live="polite">
      {bulk.endedAt === null ? (
        <>
          <Progress
            aria-label={t('bulk.running', { done: format.exact(bulk.done), total: format.exact(bulk.total) })}
            percent={bulk.total === 0 ? 0 : Math.floor((100 * bulk.done) / bulk.total)}
          />
          <p>{t('bulk.running', { done: format.exact(bulk.done), total: format.exact(bulk.total) })}</p>
          <p className="q-soft">{t('bulk.mayClose')}</p>
        </>
      ) : (
        <>
          <p className="q-bulk-answer">
            {bulk.status === 'failed' ? t('bulk.failed') : t('bulk.done', { shown: format.exact(bulk.changed) })}
            {bulk.undoneAt ? ` · ${t('bulk.undone')}` : ''}
          </p>
          {same > 0 ? <p className="q-soft">{t('bulk.doneAlready', { shown: format.exact(same) })}</p> : null}
        </>
      )}
      <div className="q-dialog-foot">
        {bulk.canUndo ? (
          <Button onClick={() => undo.mutate()} loading={undo.isPending}>
            {t('bulk.undo')}
          </Button>
        ) : null}
        <Button type="primary" onClick={onClose}>
          {t('bulk.close')}
        </Button>
      </div>
    </div>
  );
}
