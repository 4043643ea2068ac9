import { useQuery } from '@tanstack/react-query';
import { Button, Input, Modal, Select, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RelaySession } from '../../../../../src/modules/relay/contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { memberHits } from '../../api/members.ts';
import { relaysQuery, saveRelay } from '../../api/relays.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { useRelayChange } from './use-relay-change.ts';

type Props = { session: RelaySession | undefined; onClose: (made?: string) => void };

/** Prepares a session, or changes one: where it comes from, who speaks, where it goes. */
export function RelayDialog({ session, onClose }: Props) {
  const { t } = useTranslation();
  const community = useCommunity();
  const { data } = useQuery(relaysQuery(community.id));
  const chats = data?.chats ?? [];
  const [fields, setFields] = useState({
    name: session?.name ?? '',
    sourceChatId: session?.sourceChatId ?? null,
    speakerIds: session?.speakerIds ?? [],
    heading: session?.heading ?? '【{{speaker}}】',
    targetIds: session?.targetIds ?? [],
    questions: session?.questions ?? true,
    questionWord: session?.questionWord ?? '',
  });
  const set = (change: Partial<typeof fields>) => setFields({ ...fields, ...change });
  const save = useRelayChange(
    (communityId) => saveRelay(communityId, session?.id, fields),
    (made) => onClose(made.id),
  );
  const able = chats.filter(({ canSend, id }) => canSend && id !== fields.sourceChatId);
  return (
    <Modal
      open
      width={600}
      title={t(session ? 'relays.edit' : 'relays.new')}
      onCancel={() => onClose()}
      onOk={() => save.mutate(undefined)}
      okText={t('relays.save')}
      cancelText={t('relays.cancel')}
      okButtonProps={{ disabled: !fields.name.trim(), loading: save.isPending }}
    >
      <div className="q-form">
        <ErrorNotice error={save.error} />
        <Field label={t('relays.name')}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              maxLength={120}
              placeholder={t('relays.nameExample')}
              value={fields.name}
              onChange={(event) => set({ name: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('relays.source')} hint={t('relays.sourceHint')}>
          {({ id }) => (
            <Select
              id={id}
              allowClear
              placeholder={t('relays.noSource')}
              value={fields.sourceChatId}
              onChange={(value: string | undefined) =>
                set({ sourceChatId: value ?? null, targetIds: fields.targetIds.filter((one) => one !== value) })
              }
              options={chats.map((chat) => ({ value: chat.id, label: chat.name }))}
            />
          )}
        </Field>
        {fields.sourceChatId ? (
          <>
            <SpeakerPicker value={fields.speakerIds} onChange={(speakerIds) => set({ speakerIds })} />
            <Field label={t('relays.heading')} hint={t('relays.headingHint')}>
              {(control) => (
                <Input
                  {...control}
                  maxLength={200}
                  value={fields.heading}
                  onChange={(event) => set({ heading: event.target.value })}
                />
              )}
            </Field>
          </>
        ) : null}
        <Field label={t('relays.targets', { count: fields.targetIds.length })} hint={t('relays.targetsHint')}>
          {({ id }) => (
            <Select
              id={id}
              mode="multiple"
              optionFilterProp="label"
              maxTagCount={12}
              value={fields.targetIds}
              onChange={(targetIds) => set({ targetIds })}
              options={able.map((chat) => ({ value: chat.id, label: chat.name }))}
            />
          )}
        </Field>
        {able.length > fields.targetIds.length ? (
          <Button size="small" onClick={() => set({ targetIds: able.map(({ id }) => id).slice(0, 500) })}>
            {t('relays.allTargets', { count: able.length })}
          </Button>
        ) : null}
        <label className="q-relay-switch">
          <Switch size="small" checked={fields.questions} onChange={(questions) => set({ questions })} />
          {t('relays.collect')}
        </label>
        {fields.questions ? (
          <Field label={t('relays.questionWord')} hint={t('relays.questionWordHint')}>
            {(control) => (
              <Input
                {...control}
                maxLength={20}
                placeholder={t('relays.questionMark')}
                value={fields.questionWord}
                onChange={(event) => set({ questionWord: event.target.value })}
              />
            )}
          </Field>
        ) : null}
      </div>
    </Modal>
  );
}

function SpeakerPicker({ value, onChange }: { value: string[]; onChange: (ids: string[]) => void }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const [q, setQ] = useState('');
  const [known, setKnown] = useState<ReadonlyMap<string, string>>(new Map());
  const { data } = useQuery({ ...memberHits(community.id, q), enabled: q !== '' });
  const names = new Map([...known, ...(q ? (data?.rows ?? []) : []).map((row) => [row.memberId, row.name] as const)]);
  for (const id of value) if (!names.has(id)) names.set(id, '…');
  return (
    <Field label={t('relays.speakers')} hint={t('relays.speakersHint')}>
      {({ id }) => (
        <Select
          id={id}
          mode="multiple"
          showSearch={{ filterOption: false, onSearch: (text) => setQ(text.trim()) }}
          placeholder={t('relays.everybody')}
          value={value}
          onChange={(ids: string[]) => {
            setKnown(names);
            onChange(ids);
          }}
          options={[...names].map(([memberId, name]) => ({ value: memberId, label: name }))}
          maxCount={50}
        />
      )}
    </Field>
  );
}
