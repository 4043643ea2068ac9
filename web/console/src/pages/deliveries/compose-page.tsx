import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../../ui/figure.tsx';
import { requestKey } from '../../../../ui/request-key.ts';
import { compose, type Compose, deliveriesKey, rehearse, type Rehearsal } from '../../api/deliveries.ts';
import { templatesQuery } from '../../api/templates.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { PlatformPreviews } from '../templates/platform-previews.tsx';
import { AudienceFields } from './audience-fields.tsx';
import { type ComposeDraft, orderOf } from './compose-draft.ts';
import { MessageFields } from './message-fields.tsx';
import { PauseBanner } from './pause-banner.tsx';
import { RehearsalView } from './rehearsal-view.tsx';
import { WayFields } from './way-fields.tsx';
import './deliveries.css';

type Search = { segment?: string | undefined; member?: string | undefined; template?: string | undefined };

const draftOf = ({ segment, member, template }: Search): ComposeDraft => ({
  audience: member ? 'members' : 'segment',
  segmentId: segment,
  memberIds: member ? [member] : [],
  chatIds: [],
  connectionIds: [],
  written: template ? 'template' : 'own',
  content: { kind: 'text', text: '' },
  template: { templateId: template, variables: {} },
  language: 'zh-CN',
  purpose: 'promotion',
  priority: 5,
  confirm: false,
  notBefore: '',
  expiresAt: '',
});

/** Writes to an audience: to whom, what, how; a rehearsal of just that; and only then the sending. */
export function ComposePage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const search = useSearch({ from: '/app/c/$community/deliveries/new' });
  const [draft, setDraft] = useState(() => draftOf(search));
  const [key] = useState(requestKey);
  const { data } = useQuery(templatesQuery(community.id));
  usePageTitle(t('deliveries.compose.title'), community.name);
  const change = (part: Partial<ComposeDraft>) => setDraft((known) => ({ ...known, ...part }));
  const template = data?.templates.find(({ id }) => id === draft.template.templateId);
  const order = orderOf(draft, { zone: community.zone, key, declared: template?.variables ?? [] });
  const shown =
    draft.written === 'own'
      ? draft.content
      : template && (draft.language === 'en' ? (template.en ?? template.zh) : (template.zh ?? template.en));
  return (
    <>
      <div className="q-page-head">
        <div>
          <p>
            <Link to="/c/$community/deliveries" params={{ community: community.key }}>
              {t('deliveries.title')}
            </Link>
          </p>
          <h1>{t('deliveries.compose.title')}</h1>
          <p>{t('deliveries.compose.lead')}</p>
        </div>
      </div>
      <PauseBanner />
      <div className="q-compose">
        <div className="q-column">
          <Panel title={t('deliveries.compose.steps.who')}>
            <AudienceFields draft={draft} onChange={change} />
          </Panel>
          <Panel title={t('deliveries.compose.steps.what')}>
            <MessageFields draft={draft} onChange={change} />
          </Panel>
          <Panel title={t('deliveries.compose.steps.how')}>
            <WayFields draft={draft} onChange={change} />
          </Panel>
          <SendPanel order={order} />
        </div>
        <PlatformPreviews
          content={shown ?? { kind: 'text', text: '' }}
          variables={draft.written === 'template' ? draft.template.variables : {}}
          declared={draft.written === 'template' ? (template?.variables ?? []) : []}
          memberId={draft.audience === 'members' && draft.memberIds.length === 1 ? draft.memberIds[0] : undefined}
          language={draft.language}
        />
      </div>
    </>
  );
}

/** Rehearses an order, and sends what was rehearsed. */
function SendPanel({ order }: { order: Compose | undefined }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const [rehearsed, setRehearsed] = useState<{ text: string; result: Rehearsal }>();
  const text = JSON.stringify(order);
  const rehearsal = useMutation({
    mutationFn: (body: Compose) => rehearse(community.id, body),
    onSuccess: (result, body) => setRehearsed({ text: JSON.stringify(body), result }),
  });
  const send = useSend();
  const fresh = rehearsed?.text === text;
  const reached = rehearsed ? rehearsed.result.sends + rehearsed.result.confirming : 0;
  return (
    <Panel title={t('deliveries.compose.steps.rehearse')} note={t('deliveries.compose.rehearseNote')}>
      <div className="q-form-actions">
        <Button
          type={fresh ? 'default' : 'primary'}
          disabled={!order}
          loading={rehearsal.isPending}
          onClick={() => order && rehearsal.mutate(order)}
        >
          {t('deliveries.compose.rehearse')}
        </Button>
        {rehearsed ? (
          <Button
            type={fresh ? 'primary' : 'default'}
            disabled={!order || !fresh || reached === 0}
            loading={send.isPending || send.isSuccess}
            onClick={() => order && send.mutate(order)}
          >
            {t('deliveries.compose.send', { count: reached })}
          </Button>
        ) : null}
        {rehearsed && !fresh ? <span className="q-faint">{t('deliveries.compose.changed')}</span> : null}
        {order ? null : <span className="q-faint">{t('deliveries.compose.incomplete')}</span>}
      </div>
      <ErrorNotice error={rehearsal.error ?? send.error} />
      <div aria-live="polite" className={fresh ? undefined : 'q-stale'}>
        {rehearsed ? <RehearsalView rehearsal={rehearsed.result} /> : null}
      </div>
    </Panel>
  );
}

/** Sends, says what came of it, and shows those deliveries in the outbox. */
function useSend() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const community = useCommunity();
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (body: Compose) => compose(community.id, body),
    onSuccess: async ({ queued, suppressed, sourceId }) => {
      void message.success(t('deliveries.compose.sent', { count: queued, suppressed }));
      await client.invalidateQueries({ queryKey: deliveriesKey(community.id) });
      await navigate({
        to: '/c/$community/deliveries',
        params: { community: community.key },
        search: { source: 'operator', sourceId },
      });
    },
  });
}
