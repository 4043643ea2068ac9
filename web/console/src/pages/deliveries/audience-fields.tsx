import { useQuery } from '@tanstack/react-query';
import { Button, Segmented, Select } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../../../ui/field.tsx';
import { quotasQuery } from '../../api/deliveries.ts';
import { relaysQuery } from '../../api/relays.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { SegmentChoice } from '../segments/segment-choice.tsx';
import { AUDIENCES, type ComposeDraft } from './compose-draft.ts';
import { MembersField } from './members-field.tsx';

type Props = { draft: ComposeDraft; onChange: (change: Partial<ComposeDraft>) => void };

/** Whom a message is for: a segment, members, groups, or all who follow an account. */
export function AudienceFields({ draft, onChange }: Props) {
  const { t } = useTranslation();
  const { audience } = draft;
  return (
    <div className="q-form">
      <Segmented
        aria-label={t('deliveries.compose.audience')}
        className="q-compose-kinds"
        value={audience}
        onChange={(value) => onChange({ audience: value, connectionIds: [] })}
        options={AUDIENCES.map((value) => ({ value, label: t(`deliveries.compose.audiences.${value}`) }))}
      />
      {audience === 'segment' ? (
        <div className="q-field">
          <span className="q-compose-label">{t('deliveries.compose.segment')}</span>
          <SegmentChoice
            label={t('deliveries.compose.segment')}
            value={draft.segmentId}
            onChange={(segmentId) => onChange({ segmentId })}
          />
        </div>
      ) : null}
      {audience === 'members' ? (
        <MembersField value={draft.memberIds} onChange={(memberIds) => onChange({ memberIds })} />
      ) : null}
      {audience === 'chats' ? (
        <ChatsField draft={draft} onChange={onChange} />
      ) : (
        <ConnectionsField
          key={audience}
          draft={draft}
          onChange={onChange}
          to={audience === 'public' ? 'public' : 'person'}
        />
      )}
    </div>
  );
}

function ChatsField({ draft, onChange }: Props) {
  const { t } = useTranslation();
  const community = useCommunity();
  const { data } = useQuery(relaysQuery(community.id));
  const chats = data?.chats.filter(({ canSend }) => canSend) ?? [];
  return (
    <>
      <Field
        label={t('deliveries.compose.chats')}
        hint={data && chats.length === 0 ? t('deliveries.compose.noChats') : undefined}
      >
        {({ id }) => (
          <Select
            id={id}
            mode="multiple"
            maxTagCount={12}
            showSearch={{ optionFilterProp: 'label' }}
            loading={!data}
            value={[...draft.chatIds]}
            onChange={(chatIds) => onChange({ chatIds })}
            options={chats.map((chat) => ({ value: chat.id, label: chat.name }))}
          />
        )}
      </Field>
      {chats.length > draft.chatIds.length ? (
        <Button
          size="small"
          className="q-compose-all"
          onClick={() => onChange({ chatIds: chats.map(({ id }) => id).slice(0, 1000) })}
        >
          {t('deliveries.compose.allChats', { count: chats.length })}
        </Button>
      ) : null}
    </>
  );
}

/** The connections that can reach such a recipient; the only one is taken by itself. */
function ConnectionsField({ draft, onChange, to }: Props & { to: 'person' | 'public' }) {
  const { t, i18n } = useTranslation();
  const community = useCommunity();
  const { data } = useQuery(quotasQuery(community.id));
  const able = data?.connections.filter(({ recipients }) => recipients.includes(to));
  const only = able?.length === 1 ? able[0]!.id : undefined;
  useEffect(() => {
    if (only && draft.connectionIds.length === 0) onChange({ connectionIds: [only] });
    // Once, when they are known; afterwards the operator may take it away.
  }, [only]);
  const confirmed = able?.filter(({ id, confirmed: asks }) => asks && draft.connectionIds.includes(id)) ?? [];
  return (
    <Field
      label={t(`deliveries.compose.connections.${to}`)}
      hint={
        able?.length === 0
          ? t(`deliveries.compose.noConnections.${to}`)
          : confirmed.length > 0
            ? t('deliveries.compose.confirmed', {
                names: new Intl.ListFormat(i18n.language).format(confirmed.map(({ name }) => name)),
              })
            : to === 'person'
              ? t('deliveries.compose.order')
              : undefined
      }
    >
      {({ id }) => (
        <Select
          id={id}
          mode="multiple"
          loading={!able}
          value={[...draft.connectionIds]}
          onChange={(connectionIds) => onChange({ connectionIds })}
          options={(able ?? []).map((one) => ({
            value: one.id,
            label: one.paused ? t('deliveries.compose.pausedConnection', { name: one.name }) : one.name,
          }))}
        />
      )}
    </Field>
  );
}
